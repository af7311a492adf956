import assert from "node:assert/strict";
import { commandTable } from "../../src/commands/table.ts";
import { helpTopics } from "../../src/commands/help_topics.ts";
import { captureRun } from "./captured_run.ts";
import { goldenNames, matchGolden } from "./golden_file.ts";

/** A command line among the examples may be longer: it is to be copied. */
function checkWidth(page: string): void {
  for (const line of page.split("\n")) assert.ok(line.length <= 100, line);
}

const fileOf = (command: string) => `help-${command.replaceAll(" ", "-")}`;

Deno.test("dk --help lists every command", async () => {
  const { exitCode, stdout, stderr } = await captureRun(["--help"]);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  await matchGolden("help", stdout);
});

for (const { name, brief, load } of commandTable) {
  Deno.test(`dk ${name} --help is as agreed, and its line in dk --help the same`, async () => {
    const { exitCode, stdout, stderr } = await captureRun([...name.split(" "), "--help"]);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    const { default: command } = await load();
    assert.deepEqual([command.name, command.brief], [name, brief]);
    checkWidth(stdout.split("\nExamples:\n")[0]);
    await matchGolden(fileOf(name), stdout);
  });
}

for (const { name, load } of helpTopics) {
  Deno.test(`dk help ${name} explains its topic`, async () => {
    const { exitCode, stdout, stderr } = await captureRun(["help", name]);
    assert.deepEqual({ exitCode, stdout, stderr }, {
      exitCode: 0,
      stdout: await load(),
      stderr: "",
    });
    assert.equal(commandTable.find((command) => command.name === name), undefined);
    checkWidth(stdout);
    assert.equal((await captureRun([name])).exitCode, 2);
  });
}

Deno.test("no help page is left of a command that is gone", () => {
  const known = commandTable.map(({ name }) => fileOf(name));
  assert.deepEqual(goldenNames("help-").filter((name) => !known.includes(name)), []);
});

Deno.test("dk help COMMAND prints what dk COMMAND --help prints", async () => {
  for (const words of [[], ["run"], ["images"]]) {
    assert.deepEqual(await captureRun(["help", ...words]), await captureRun([...words, "--help"]));
  }
  assert.equal((await captureRun(["help", "nope"])).exitCode, 2);
});
