import assert from "node:assert/strict";
import { copiedPaths, namedSources } from "./copied_paths.ts";

const cases: [dockerfile: string, path: string, copied: boolean][] = [
  ["COPY . /app", "deep/.env", true],
  ["COPY src /app/", "src/a/b", true],
  ["COPY src /app/", "source", false],
  ["ADD ./src/ /app/", "src/.env", true],
  ["COPY *.py conf/*.json /app/", "conf/a.json", true],
  ["COPY *.py /app/", "sub/a.py", false],
  ['COPY ["a b", "/app/"]', "a b", true],
  ["COPY --from=build /x /y", "x", false],
  ["COPY --chown=1:1 x /y", "x", true],
  ["COPY $DIR /y", "anything", true],
  ["RUN cp a b", "a", false],
  ["RUN --mount=type=bind,source=.,target=/s make", "a", false],
  ["ONBUILD COPY . /app", "a", false],
  ['COPY "a" /y', "a", true],
  ["COPY --chown=1:1 --exclude=*.pem . /app", "a.pem", false],
  ["COPY --exclude=*.pem . /app", "deep/a.pem", true],
  ["COPY --exclude=**/*.pem . /app", "deep/a.pem", false],
  ["COPY --exclude=secrets conf /app", "conf/secrets/a", false],
  ["COPY --exclude=secrets conf /app", "conf/a", true],
];

for (const [dockerfile, path, copied] of cases) {
  Deno.test(`${dockerfile} ${copied ? "copies" : "does not copy"} ${path}`, () => {
    assert.equal(copiedPaths(`FROM x\n${dockerfile}\n`)(path), copied);
  });
}

Deno.test("namedSources() are the paths that stand for themselves, and folders of wildcards", () => {
  const file = "FROM x\nCOPY . /a\nCOPY ./b/ c* $D t/*.jar /d/\nCOPY --from=x e /e\nADD f/g /h\n";
  assert.deepEqual(namedSources(file), ["b", "t", "f/g"]);
});
