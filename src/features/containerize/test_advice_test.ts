import assert from "node:assert/strict";
import { sessionLedger } from "./ledger_fixture.ts";
import { adviceOnTest } from "./test_advice.ts";

const cases: [command: string, output: string, names: string | undefined][] = [
  ["true", "FileNotFoundError: [Errno 2] No such file or directory: 'data/in.csv'", "data/in.csv"],
  ["true", "python3: can't open file '//main.py': [Errno 2] No such file or directory", "main.py"],
  ["cd /srv", "cat: main.py: No such file or directory", "main.py"],
  ["cd /srv", "sh: 1: /srv/main.py: not found", "main.py"],
  ["true", 'exec: "./main.py": stat ./main.py: no such file or directory: unknown', "main.py"],
  ["cd /code", "cat: main.py: No such file or directory", undefined],
  ["true", "cat: /code/main.py: No such file or directory", undefined],
  ["true", "cat: other.py: No such file or directory", undefined],
  ["true", "main.py: line 3 is wrong", undefined],
];

for (const [command, output, names] of cases) {
  Deno.test(`after ${command}, a test that printed ${output} is ${names ? "" : "not "}sent to the project`, () => {
    const effect = command.startsWith("cd ") ? { cd: command.slice(3) } : {};
    const ledger = sessionLedger([[command, effect]], { project: ["main.py", "data/in.csv"] });
    const advice = adviceOnTest(ledger, output);
    const { directory } = ledger.steps[0].after;
    assert.equal(
      advice,
      names
        ? `End the steps with cd /code: ${names} lies there, and the test ran in ${directory}. `
        : "",
    );
  });
}
