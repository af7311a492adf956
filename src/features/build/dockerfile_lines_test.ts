import assert from "node:assert/strict";
import { instructionLines, lineOfStep } from "./dockerfile_lines.ts";

const dockerfile = `# a comment
FROM debian:12 AS build
ENV A=1
RUN apt-get update && \\
    # why
    apt-get install -y make

COPY <<end /a
RUN not an instruction
end
RUN make
FROM scratch
COPY --from=build /x /
RUN make
`;

Deno.test("instructionLines() joins lines, passes over comments and heredoc bodies", () => {
  const read = instructionLines(dockerfile).map(({ line, keyword }) => `${line} ${keyword}`);
  assert.deepEqual(read, [
    "2 FROM",
    "3 ENV",
    "4 RUN",
    "8 COPY",
    "11 RUN",
    "12 FROM",
    "13 COPY",
    "14 RUN",
  ]);
});

const steps: [string, number | undefined][] = [
  ["[build 2/4] RUN apt-get update &&     apt-get install -y make", 4],
  ["Step 3/8 : RUN apt-get update &&     apt-get install -y make", 4],
  ["[build 4/4] RUN make", 11],
  ["[stage-1 3/3] RUN make", 14],
  ["Step 8/8 : RUN make", 14],
  ["[stage-1 2/3] COPY --from=build /expanded /", 13],
  ["[build 3/5] RUN echo triggered by the base", 2],
  ["[build 2/5] ONBUILD RUN make", 2],
  ["[internal] load metadata for docker.io/library/debian:12", undefined],
];

for (const [step, line] of steps) {
  Deno.test(`lineOfStep() finds ${step}`, () => {
    assert.equal(lineOfStep(instructionLines(dockerfile), step), line);
  });
}

Deno.test("lineOfStep() finds commands with their variables filled in, and downloads", () => {
  const text =
    'FROM a\nARG A=5\nADD --chown=1:1 http://host/x /x\nRUN echo "$A" ${B:-c}\\n $A; exit 2\n';
  const line = (step: string) => lineOfStep(instructionLines(text), step);
  assert.equal(line('[3/3] RUN echo "5" c\\n 5; exit 2'), 4);
  assert.equal(line("[4/4] RUN echo 5 c"), 1);
  assert.equal(line("http://host/x"), 3);
});

Deno.test("instructionLines() takes no shift for a heredoc, and joins over empty lines", () => {
  const text = 'RUN python3 -c "print(1<<n)"\nRUN a \\\n\n  b\nRUN cat <<c\nn';
  const read = instructionLines(text).map(({ line, end, text }) => `${line}-${end} ${text}`);
  assert.deepEqual(read, [
    '1-1 RUN python3 -c "print(1<<n)"',
    "2-4 RUN a   b",
    "5-5 RUN cat <<c",
    "6-6 n",
  ]);
});
