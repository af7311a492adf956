import assert from "node:assert/strict";
import { checkDockerfile } from "./check.ts";
import type { ContextFiles, Surroundings } from "./rule.ts";

const surroundings: Surroundings = { now: Date.parse("2026-11-21"), buildArgs: {} };

/** `LINE RULE` of each finding. */
function found(text: string, more: Partial<Surroundings> = {}): string[] {
  const { findings } = checkDockerfile(text, { ...surroundings, ...more });
  return findings.map(({ line, rule }) => `${line} ${rule}`);
}

Deno.test("checkDockerfile() finds nothing in a good file", () => {
  assert.deepEqual(found('FROM debian:12\nUSER me\nCMD ["a"]\n'), []);
});

Deno.test("checkDockerfile() tells where, with columns, in order of lines", () => {
  const text =
    "\uFEFFFROM debian:12\r\nUSER me\r\nRUN a && \\\r\n  apt-get install b\r\nADD c d\r\n";
  const [yes, add] = checkDockerfile(text, surroundings).findings;
  const place = { line: 4, column: 3, endLine: 4, endColumn: 18 };
  assert.deepEqual({ ...yes, message: "", next: null }, {
    rule: "MissingYes",
    severity: "error",
    ...place,
    message: "",
    next: null,
    fix: { line: 4, endLine: 4, lines: ["  apt-get install -y b"] },
  });
  assert.equal(add.rule, "AddInsteadOfCopy");
});

Deno.test("checkDockerfile() takes the time from outside: what ends later is no finding yet", () => {
  const text = "FROM debian:12\nUSER me\n";
  assert.deepEqual(found(text, { now: Date.parse("2028-06-29") }), []);
  assert.deepEqual(found(text, { now: Date.parse("2028-06-30") }), ["1 EndOfLifeBase"]);
});

Deno.test("checkDockerfile() puts --build-arg into FROM", () => {
  const text = "ARG B=debian:12\nFROM $B\nUSER me\n";
  assert.deepEqual(found(text, { buildArgs: { B: "centos:7" } }), ["2 EndOfLifeBase"]);
  assert.deepEqual(found(text, { buildArgs: { B: null } }), []);
});

Deno.test("checkDockerfile() looks at the layers of the target", () => {
  const text = "FROM debian:12 AS a\nUSER me\nRUN pip install x\nFROM debian:12 AS b\nUSER me\n";
  assert.deepEqual(found(text), []);
  assert.deepEqual(found(text, { target: "A" }), ["3 PackageCacheKept"]);
});

Deno.test("checkDockerfile() misses no ignore file where it knows nothing of the context", () => {
  const text = "FROM debian:12\nUSER me\nCOPY . .\n";
  assert.deepEqual(found(text), []);
  const context = (hasIgnoreFile: boolean): ContextFiles => ({
    hasIgnoreFile,
    lookUp: () => ({ kind: "sent" }),
  });
  assert.deepEqual(found(text, { context: context(true) }), []);
  assert.deepEqual(found(text, { context: context(false) }), ["3 MissingDockerignore"]);
});

const secret = "hunter22";
const secretFiles = [
  `FROM debian:12\nENV DB_PASSWORD ${secret}\nRUN apt-get install ${secret}\n`,
  `FROM debian:12\nENV A=b PASSWORD=${secret} ${secret}\nEXPOSE ${secret}\n`,
  `FROM debian:12\nARG TOKEN=${secret}\nADD https://me:${secret}@example.org/x /x\n`,
  `FROM debian:12\nRUN sudo curl https://me:${secret}@example.org/\nCMD ['https://a:${secret}@b']\n`,
  `FROM debian:12\nMAINTAINER https://me:${secret}@example.org/\nSTOPSIGNAL https://a:${secret}@b\n`,
];

Deno.test("checkDockerfile() finds secrets and shows none, in messages or repairs", () => {
  for (const text of secretFiles) {
    const { findings } = checkDockerfile(text, surroundings);
    assert.ok(findings.some(({ rule }) => rule === "SecretsUsedInArgOrEnv"), text);
    assert.ok(!JSON.stringify(findings).includes(secret), JSON.stringify(findings, null, 1));
  }
});

const skips: [text: string, ...left: string[]][] = [
  ["# check=skip=SudoUsed\nFROM debian:12\nUSER me\nRUN sudo a\n"],
  ["# syntax=a/b\n# check=skip=X,sudoused;error=true\nFROM debian:12\nUSER me\nRUN sudo a\n"],
  ["# check=skip=all\nFROM debian\nRUN sudo a\n"],
  ["\n# check=skip=SudoUsed\nFROM debian:12\nUSER me\nRUN sudo a\n", "5 SudoUsed"],
  ["# Why not\n# dk check=skip=SudoUsed, ADDINSTEADOFCOPY\nFROM debian:12\nUSER a\nRUN sudo b\nADD a b\n"],
  ["FROM debian:12\nUSER me\n# dk check=skip=SudoUsed\n\nRUN sudo a\nRUN sudo b\n", "6 SudoUsed"],
  ["FROM debian:12\nUSER me\nRUN a && \\\n  # dk check=skip=SudoUsed\n  sudo b\n"],
  ["FROM debian:12\nUSER me\nRUN <<EOF\n# dk check=skip=all\nsudo b\nEOF\n"],
];

for (const [text, ...left] of skips) {
  Deno.test(`checkDockerfile() obeys the comments of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(found(text), left);
  });
}

Deno.test("checkDockerfile() tells that the file wants to be strict", () => {
  assert.equal(checkDockerfile("# check=error=true\nFROM a:1\n", surroundings).strict, true);
  assert.equal(checkDockerfile("# check=skip=A\nFROM a:1\n", surroundings).strict, false);
});

Deno.test("checkDockerfile() copes with every beginning of a file", () => {
  const heredocs = "FROM a\nRUN <<A <<'B' \"$(x 'y')\" \\\n # c\n\n {}\nA\nCOPY [\"a\", 'b']\n";
  for (const text of [...secretFiles, heredocs]) {
    for (let end = 0; end <= text.length; end++) {
      const { findings } = checkDockerfile(text.slice(0, end), surroundings);
      for (const { line, column } of findings) assert.ok(line >= 1 && column >= 1);
    }
  }
});

Deno.test("checkDockerfile() takes no time over lists that never end", () => {
  const start = performance.now();
  found(`FROM debian:12\nCMD [${"'a' ".repeat(300)}\nENV A=${"http://".repeat(300)}\n`);
  assert.ok(performance.now() - start < 5000);
});
