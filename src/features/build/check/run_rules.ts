import type { Dockerfile, Instruction } from "./dockerfile.ts";
import { programName } from "./package_calls.ts";
import type { Edit, Rule } from "./rule.ts";
import { type ShellCommand, shellCommands } from "./shell_commands.ts";

const runWithoutEffect: Rule = {
  id: "RunWithoutEffect",
  severity: "warning",
  brief: "No RUN only changes the directory or sets a variable",
  why: "Each RUN has a shell of its own: the directory and the variables of one are gone in the " +
    "next. Use WORKDIR and ENV, or join the commands by &&.",
  *find(file) {
    for (const [instruction, commands] of runs(file)) {
      const names = new Set(commands.map(({ words }) => programName(words[0])));
      if (names.size !== 1) continue;
      if (names.has("cd")) {
        yield {
          at: instruction,
          message: "cd has no effect on the instructions that follow",
          next: "Use WORKDIR, or join it with the next command by &&",
          edits: asWorkdir(instruction, commands),
        };
      } else if (names.has("export")) {
        yield {
          at: instruction,
          message: "export has no effect on the instructions that follow",
          next: "Use ENV",
        };
      }
    }
  },
};

/** Only a path that is absolute and needs no shell. */
function asWorkdir(
  instruction: Instruction,
  commands: readonly ShellCommand[],
): Edit[] | undefined {
  const [, path, ...more] = commands[0].words;
  const isPlain = commands.length === 1 && more.length === 0 && instruction.flags.length === 0 &&
    /^\/[\w./-]*$/.test(path?.value ?? "");
  if (!isPlain || instruction.heredocs.length > 0) return undefined;
  const { written: { start }, body: { end } } = instruction;
  return [{ start, end, text: `WORKDIR ${path.value}` }];
}

const sudoUsed: Rule = {
  id: "SudoUsed",
  severity: "warning",
  brief: "No RUN uses sudo",
  why: "Steps run as root already, or as the user that USER names; most images have no sudo. " +
    "Put what needs root above USER.",
  *find(file) {
    for (const [, commands] of runs(file)) {
      for (const { words } of commands) {
        const [sudo, next] = words;
        if (programName(sudo) !== "sudo") continue;
        const isPlain = next !== undefined && !next.text.startsWith("-");
        yield {
          at: sudo,
          message: "sudo is not needed in a build",
          next: "Leave it out, and switch with USER where the user matters",
          edits: isPlain ? [{ start: sudo.start, end: next.start, text: "" }] : undefined,
        };
      }
    }
  },
};

/** The RUN instructions with their commands, where there are any to be seen. */
function* runs(file: Dockerfile): Generator<[Instruction, ShellCommand[]]> {
  for (const instruction of file.instructions) {
    if (instruction.keyword !== "RUN") continue;
    const commands = shellCommands(file, instruction);
    if (commands.length > 0) yield [instruction, commands];
  }
}

/** Rules about the commands of RUN. */
export const runRules = [runWithoutEffect, sudoUsed];
