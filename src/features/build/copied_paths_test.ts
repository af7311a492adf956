import assert from "node:assert/strict";
import { copiedPaths } from "./copied_paths.ts";

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
];

for (const [dockerfile, path, copied] of cases) {
  Deno.test(`${dockerfile} ${copied ? "copies" : "does not copy"} ${path}`, () => {
    assert.equal(copiedPaths(`FROM x\n${dockerfile}\n`)(path), copied);
  });
}
