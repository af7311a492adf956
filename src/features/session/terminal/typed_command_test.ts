import assert from "node:assert/strict";
import type { HookedShell, Report } from "./report.ts";
import type { SentLine } from "./sent_input.ts";
import { TypedCommands } from "./typed_command.ts";

const state = { directory: "/", env: {}, umask: "0022", variables: {}, functions: {}, options: [] };

function report(exit: number, value: string, said = ""): Report {
  return { kind: "report", number: "1", what: "command", exit, values: [value], said, state };
}

function read(shell: HookedShell, reports: [Report, SentLine[]][]) {
  const commands = new TypedCommands(shell);
  return reports.map(([report, sent]) => commands.read(report, sent)?.text);
}

const line = (settings: Partial<SentLine> = {}): SentLine => ({
  at: 0,
  blank: false,
  edited: false,
  end: 0,
  ...settings,
});

Deno.test("TypedCommands takes bash's command by its number, whole", () => {
  const said = "    4  ls\n    5  cat <<X\na\n\nX\n\n    6* echo 'x\n    7  y'\n";
  const texts = ["4", "5", "9"].map((number) => read("bash", [[report(0, number, said), []]])[0]);
  assert.deepEqual(texts, ["ls", "cat <<X\na\n\nX", ""]);
});

Deno.test("TypedCommands tells by the number whether an old bash has run something", () => {
  const reports = ["    1  ls\n", "    1  ls\n", "    1  ls\n    2  pwd\n"];
  assert.deepEqual(
    read("bash", reports.map((said) => [report(0, "", said), []])),
    ["ls", undefined, "pwd"],
  );
});

Deno.test("TypedCommands reads ash's history: repeats, empty lines, ^C", () => {
  const nothing = "770077";
  const first = "   0 ls\n";
  const reports: [Report, SentLine[]][] = [
    [report(0, "ls", `\n${first}`), [line()]],
    [report(0, "ls", `\n${first}`), [line()]],
    [report(0, nothing, `\n${first}`), [line({ blank: true })]],
    [report(130, nothing, `\n${first}`), []],
    [report(0, nothing, `\n${first}`), [line({ edited: true })]],
    [
      report(
        0,
        "X",
        `   1 cat <<X\n   2 a\n   2 a\n   2 a\n\n${first}   1 cat <<X\n   2 a\n   3 X\n`,
      ),
      [
        line(),
        line(),
        line(),
        line({ blank: true }),
        line(),
      ],
    ],
    [report(130, nothing, `   4 for x in\n\n   4 for x in\n`), [line()]],
    [report(130, nothing, "\n   4 for x in\n   5 sleep 9\n"), [line()]],
  ];
  assert.deepEqual(read("ash", reports), [
    "ls",
    "ls",
    undefined,
    undefined,
    undefined,
    "cat <<X\na\na\n\nX",
    undefined,
    "sleep 9",
  ]);
});

Deno.test("TypedCommands takes what another shell has read, and no comment for a command", () => {
  const texts = ["ls\n", "# what\n\n", "a \\\nb\n"];
  assert.deepEqual(read("posix", texts.map((text) => [report(0, text), []])), [
    "ls",
    undefined,
    "a \\\nb",
  ]);
});
