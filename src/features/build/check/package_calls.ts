import { type Dockerfile, type Instruction, textOf } from "./dockerfile.ts";
import { type ShellCommand, shellCommands, type ShellWord } from "./shell_commands.ts";

/** The package managers that the rules know, by what they have in common. */
export type Manager = "apt" | "yum" | "zypper" | "apk" | "pip" | "conda" | "npm";

const programs: readonly [RegExp, Manager][] = [
  [/^(apt|apt-get|aptitude)$/, "apt"],
  [/^(yum|dnf|microdnf)$/, "yum"],
  [/^zypper$/, "zypper"],
  [/^apk$/, "apk"],
  [/^pip[\d.]*$/, "pip"],
  [/^(conda|mamba|micromamba)$/, "conda"],
  [/^npm$/, "npm"],
];

/** A package manager at work. */
export interface PackageCall {
  manager: Manager;
  /** The program without its folder: `apt-get`. */
  program: string;
  /** What it does: `install`. */
  verb: ShellWord;
  words: readonly ShellWord[];
  command: ShellCommand;
  /** The command that feeds it: `yes | apt-get install x`. */
  fedBy?: ShellCommand;
}

/** A RUN with its commands, and what package managers do in it. */
export interface PackageRun {
  instruction: Instruction;
  commands: readonly ShellCommand[];
  calls: readonly PackageCall[];
}

/** The RUN instructions in which package managers work. */
export function packageRuns(file: Dockerfile, from: readonly Instruction[]): PackageRun[] {
  return from
    .filter(({ keyword }) => keyword === "RUN")
    .map((instruction) => {
      const commands = shellCommands(file, instruction);
      const calls = commands.flatMap((command, index) => {
        const fedBy = command.before.startsWith("|") && command.before !== "||"
          ? commands[index - 1]
          : undefined;
        const call = packageCall(command);
        return call ? [{ ...call, fedBy }] : [];
      });
      return { instruction, commands, calls };
    })
    .filter(({ calls }) => calls.length > 0);
}

/** The package manager that a command starts, also behind sudo and `python -m`. */
function packageCall(command: ShellCommand): PackageCall | undefined {
  const words = behindPrefixes(command.words);
  const program = programName(words[0]);
  const manager = programs.find(([pattern]) => pattern.test(program))?.[1];
  const verb = words.slice(1).find(({ text }) => !text.startsWith("-"));
  return manager && verb ? { manager, program, verb, words, command } : undefined;
}

function behindPrefixes(words: readonly ShellWord[]): readonly ShellWord[] {
  const first = programName(words[0]);
  if (/^python[\d.]*$/.test(first) && words[1]?.text === "-m") return words.slice(2);
  if (!/^(sudo|env|exec|nice)$/.test(first)) return words;
  const next = words.findIndex(({ text }, index) => index > 0 && !/^-|^\w+=/.test(text));
  return next < 0 ? [] : behindPrefixes(words.slice(next));
}

/** The last part of a program's path; empty when only the shell knows it. */
export function programName(word: ShellWord | undefined): string {
  return (word?.value ?? "").replace(/^.*\//, "");
}

/** True when a cache or tmpfs is mounted over a folder whose path fits: nothing stays in the layer. */
export function isMounted(file: Dockerfile, { flags }: Instruction, path: RegExp): boolean {
  return flags.some((flag) => {
    const text = textOf(file, flag);
    return flag.name === "mount" && /type=(cache|tmpfs)/.test(text) &&
      path.test(/(?:target|dst|destination)=([^,\s]+)/.exec(text)?.[1] ?? "");
  });
}
