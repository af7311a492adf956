import assert from "node:assert/strict";
import { placeOf, shippedStages, textOf } from "./dockerfile.ts";
import { parseDockerfile } from "./parse.ts";

const text = `# syntax=docker/dockerfile:1
# escape=\`
ARG V=12
FROM --platform=$BUILDPLATFORM debian:\${V} AS Build
RUN --mount=type=cache,target=/x \`
    # why
    --network=none make \`
  all
COPY --from=build <<'one' <<two /dest/
a
one
RUN b
two
ONBUILD run ["c", "d"]
FROM build
FROM scratch
`;

const file = parseDockerfile(text);

Deno.test("parseDockerfile() finds instructions, not what only looks like one", () => {
  const found = file.instructions.map((instruction) =>
    `${placeOf(file, instruction.start).line} ${instruction.keyword}`
  );
  assert.deepEqual(found, ["3 ARG", "4 FROM", "5 RUN", "9 COPY", "14 RUN", "15 FROM", "16 FROM"]);
});

Deno.test("parseDockerfile() tells flags from words, and joins lines", () => {
  const [, from, run] = file.instructions;
  assert.deepEqual(from.flags.map(({ name, value }) => [name, value]), [[
    "platform",
    "$BUILDPLATFORM",
  ]]);
  assert.deepEqual(run.flags.map(({ name }) => name), ["mount", "network"]);
  assert.deepEqual(run.words.map(({ text }) => text), ["make", "all"]);
  assert.equal(textOf(file, run.body), "make `\n  all");
});

Deno.test("parseDockerfile() keeps the bodies of heredocs apart", () => {
  const copy = file.instructions[3];
  assert.deepEqual(copy.heredocs.map(({ name, isClosed }) => [name, isClosed]), [
    ["one", true],
    ["two", true],
  ]);
  assert.deepEqual(copy.heredocs.map(({ body }) => textOf(file, body).trim()), ["a", "RUN b"]);
  assert.deepEqual(copy.words.map(({ text }) => text), ["<<'one'", "<<two", "/dest/"]);
});

Deno.test("parseDockerfile() takes the instruction of ONBUILD for itself", () => {
  const { keyword, written, isTrigger, json } = file.instructions[4];
  assert.deepEqual(
    { keyword, written: written.text, isTrigger, json },
    { keyword: "RUN", written: "run", isTrigger: true, json: ["c", "d"] },
  );
});

Deno.test("parseDockerfile() reads directives and stages", () => {
  assert.deepEqual([...file.directives], [["syntax", "docker/dockerfile:1"], ["escape", "`"]]);
  assert.equal(file.escape, "`");
  assert.deepEqual(file.stages.map(({ base, name }) => [base?.text, name?.text]), [
    ["debian:${V}", "Build"],
    ["build", undefined],
    ["scratch", undefined],
  ]);
});

Deno.test("shippedStages() follows FROM upwards from the target", () => {
  const indexes = (target?: string) => shippedStages(file, target).map(({ index }) => index);
  assert.deepEqual([indexes(), indexes("1"), indexes("BUILD"), indexes("none")], [
    [2],
    [1, 0],
    [0],
    [2],
  ]);
});
