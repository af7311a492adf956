import assert from "node:assert/strict";
import { insertIntoRuns } from "./run_insertions.ts";

const insertions = { flags: "--F", shell: ". e; ", exec: '"sh","x",' };

const cases: [what: string, dockerfile: string, expected: string][] = [
  ["the shell form", "RUN make", "RUN --F . e; make"],
  ["lower case and indentation", "  run\tmake", "  run --F\t. e; make"],
  ["the exec form", 'RUN ["a", "b"]', 'RUN --F ["sh","x","a", "b"]'],
  [
    "the exec form over several lines",
    'RUN ["a", \\\n # why\n "b"]',
    'RUN --F ["sh","x","a", \\\n # why\n "b"]',
  ],
  ["a test that looks like the exec form", "RUN [ -f /a ]", "RUN --F . e; [ -f /a ]"],
  [
    "flags of the user's own",
    'RUN --mount=type=cache,target=/a --network="none" make --fast',
    'RUN --F --mount=type=cache,target=/a --network="none" . e; make --fast',
  ],
  [
    "flags, comments and empty lines on lines of their own",
    "RUN --mount=type=cache,target=/a \\\n  --mount=b\\\n  # why\n\n  make \\\n  all\nRUN x",
    "RUN --F --mount=type=cache,target=/a \\\n  --mount=b\\\n  # why\n\n  . e; make \\\n  all\nRUN --F . e; x",
  ],
  ["a command on the next line", "RUN \\\n  make", "RUN --F \\\n  . e; make"],
  ["line ends of Windows", "RUN \\\r\n make\r\nUSER a", "RUN --F \\\r\n . e; make\r\nUSER a"],
  [
    "the other escape character",
    "# escape=`\nRUN --mount=a `\n  make",
    "# escape=`\nRUN --F --mount=a `\n  . e; make",
  ],
  [
    "a heredoc of commands",
    "RUN <<EOF\nmake\nmake install\nEOF\nRUN b",
    "RUN --F <<EOF\n. e; make\nmake install\nEOF\nRUN --F . e; b",
  ],
  ["a heredoc for a program", "RUN cat <<E\nx\nE", "RUN --F . e; cat <<E\nx\nE"],
  [
    "what is no RUN",
    "ONBUILD RUN x\nCOPY <<E /a\nRUN y\nE",
    "ONBUILD RUN x\nCOPY <<E /a\nRUN y\nE",
  ],
  [
    "a shell like sh",
    'SHELL ["/bin/bash", "-c"]\nRUN make',
    'SHELL ["/bin/bash", "-c"]\nRUN --F . e; make',
  ],
];

for (const [what, dockerfile, expected] of cases) {
  Deno.test(`insertIntoRuns() takes ${what}`, () => {
    assert.deepEqual(insertIntoRuns(dockerfile, insertions), {
      text: expected,
      withoutCommand: [],
    });
  });
}

Deno.test("insertIntoRuns() gives flags alone to what no POSIX shell runs", () => {
  const dockerfile = `SHELL ["python3", "-c"]
RUN print(1)
RUN <<EOF
#!/usr/bin/perl
print 1
EOF
FROM b
RUN make`;
  const { text, withoutCommand } = insertIntoRuns(dockerfile, insertions);
  assert.deepEqual(withoutCommand, [2, 3]);
  assert.equal(
    text,
    dockerfile.replaceAll("RUN", "RUN --F").replace("make", ". e; make"),
  );
});

Deno.test("insertIntoRuns() adds flags alone when it is given no commands", () => {
  const { text, withoutCommand } = insertIntoRuns('RUN make\nRUN ["a"]', { flags: "--F" });
  assert.deepEqual([text, withoutCommand], ['RUN --F make\nRUN --F ["a"]', []]);
});
