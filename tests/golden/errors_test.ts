import assert from "node:assert/strict";
import type { Command } from "../../src/cli/command.ts";
import { flagName } from "../../src/cli/flags.ts";
import { commandTable } from "../../src/commands/table.ts";
import { quoteWord } from "../../src/features/containerize/shell_words.ts";
import { badInputs } from "./bad_inputs.ts";
import { captureRun } from "./captured_run.ts";
import { goldenNames, matchGolden } from "./golden_file.ts";

const fileOf = (command: string) => `errors-${command.replaceAll(" ", "-") || "dk"}`;

/** What every command must refuse, by its own description. */
function everyBadInput({ flags, words }: Command): string[][] {
  const inputs = [["--no-such-flag"]];
  const withValue = Object.entries(flags).find(([, { kind }]) => kind !== "boolean");
  if (withValue && !("bare" in withValue[1])) inputs.push([flagName(withValue[0])]);
  if (words.least > 0) inputs.push(Array(words.least - 1).fill("word"));
  if (Number.isFinite(words.most)) inputs.push(Array(words.most + 1).fill("word"));
  return inputs;
}

/** The command lines with what dk says to each. */
async function transcript(command: string, inputs: readonly string[][]): Promise<string> {
  let text = "";
  for (const input of inputs) {
    const args = [...command.split(" ").filter(Boolean), ...input];
    const { exitCode, stdout, stderr } = await captureRun(args);
    const line = ["dk", ...args].map(quoteWord).join(" ");
    assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: "" }, `${line}\n${stderr}`);
    text += `$ ${line}\n${stderr}\n`;
  }
  return text;
}

Deno.test("dk explains what is wrong before any command", async () => {
  await matchGolden(fileOf(""), await transcript("", badInputs[""]));
});

for (const { name, load } of commandTable) {
  Deno.test(`dk ${name} explains what is wrong with its arguments`, async () => {
    const { default: command } = await load();
    const inputs = [...everyBadInput(command), ...badInputs[name] ?? []];
    await matchGolden(fileOf(name), await transcript(name, inputs));
  });
}

Deno.test("no bad input and no file of errors is left of a command that is gone", () => {
  const names = ["", ...commandTable.map(({ name }) => name)];
  assert.deepEqual(Object.keys(badInputs).filter((name) => !names.includes(name)), []);
  const files = names.map(fileOf);
  assert.deepEqual(goldenNames("errors-").filter((name) => !files.includes(name)), []);
});
