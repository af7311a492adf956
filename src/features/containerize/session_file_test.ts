import assert from "node:assert/strict";
import { UsageFailure } from "../../lib/failure.ts";
import { formatSessionFile, parseSessionFile, type SessionFile } from "./session_file.ts";

const whole: SessionFile = {
  base: "debian:12",
  answers: {
    base: "debian:12",
    dependencies: ["apt-get install -y vim"],
    install: [],
    environment: ["PATH=/code:$PATH"],
  },
  tags: ["me/app:1.0"],
  mounts: [".:/data"],
  dataInSession: true,
  test: "app /data/x",
  testOutput: "0".repeat(64),
  steps: [
    {
      command: "vi /etc/app.conf",
      directory: "/code",
      exit: 0,
      interactive: true,
      seconds: 12.5,
      user: "0",
      exported: { LANG: "C", OLD: null },
      verdict: "keep",
      notes: ["the port"],
      files: [
        { path: "/etc/app.conf", mode: 0o600, owner: "0:0", content: bytes("\uFEFFport=80\n") },
        { path: "/etc/key", mode: 0o644, owner: "1:2", content: new Uint8Array([0xff, 0]) },
      ],
      changed: { added: 1, modified: 1, removed: 0, bytes: 10 },
    },
    {
      command: "make",
      directory: undefined,
      exit: 2,
      interactive: false,
      seconds: undefined,
      user: undefined,
      exported: undefined,
      verdict: undefined,
      notes: [],
      files: [],
      changed: undefined,
    },
  ],
};

Deno.test("formatSessionFile() writes what parseSessionFile() reads", () => {
  assert.deepEqual(parseSessionFile(formatSessionFile(whole), "x"), whole);
});

Deno.test("parseSessionFile() needs a base and commands only", () => {
  const text = '{"dkSession": 1, "base": "debian:12", "steps": [{"command": "true"}]}';
  const { steps, tags } = parseSessionFile(text, "x");
  assert.deepEqual([steps[0].command, steps[0].exit, tags], ["true", 0, []]);
});

const bad: [text: string, why: RegExp][] = [
  ["{", /JSON/],
  ["[]", /dkSession: /],
  ['{"dkSession": 2, "base": "x", "steps": [{"command": "a"}]}', /dkSession: Expected 1/],
  ['{"dkSession": 1, "steps": [{"command": "a"}]}', /base: /],
  [
    '{"dkSession": 1, "base": "x", "answers": {"base": "x", "environment": ["1"]}, "steps": []}',
    /answers.environment.0: Expected NAME=VALUE/,
  ],
  ['{"dkSession": 1, "base": "x", "steps": []}', /steps: Expected at least one step/],
  ['{"dkSession": 1, "base": "x", "steps": [{"command": " "}]}', /steps.0.command: Expected a c/],
  ['{"dkSession": 1, "base": "x", "steps": [{"command": "a", "comand": 1}]}', /steps.0.comand: /],
  [
    '{"dkSession": 1, "base": "x", "steps": [{"command": "a", "files": [{"path": "b", "text": ""}]}]}',
    /steps.0.files.0.path: Expected an absolute path/,
  ],
  [
    '{"dkSession": 1, "base": "x", "steps": [{"command": "a", "files": [{"path": "/b"}]}]}',
    /steps.0.files.0: Expected either text or base64/,
  ],
];

for (const [text, why] of bad) {
  Deno.test(`parseSessionFile() refuses ${text}`, () => {
    assert.throws(
      () => parseSessionFile(text, "s.json"),
      (error) => error instanceof UsageFailure && why.test(error.why!),
    );
  });
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
