import { commandWords } from "./command_words.ts";
import type { Instruction } from "./dockerfile.ts";
import { basename } from "../../lib/path.ts";

/**
 * How the image is started. `command`: what it runs when nothing else is named, so that
 * `docker run IMAGE PROGRAM ARGUMENTS` runs any program of the image. `program`: one program, to
 * which `docker run IMAGE ARGUMENTS` gives its arguments.
 */
export type StartForm = "command" | "program";

const interpreters = /^(python[\d.]*|Rscript|node|perl|ruby|bash|sh|php|julia|lua)$/;

/**
 * The instructions that start a command: CMD, with the arguments that it was tested with, so that
 * running the image with the same data mounted repeats the test, and without it names what is
 * missing. With the form `program`, ENTRYPOINT and the arguments as CMD.
 *
 * @param baseHasEntrypoint true where the base image would run a program of its own instead
 */
export function startInstructions(
  command: string,
  form: StartForm,
  baseHasEntrypoint: boolean,
): Instruction[] {
  // Without a test the base image's own command is as good as any.
  if (command.trim() === "") return baseHasEntrypoint ? [{ kind: "entrypoint", words: [] }] : [];
  const words = commandWords(command);
  const isShell = words[0] === "/bin/sh" && words[1] === "-c" && words[2] === command;
  if (form === "program" && !isShell) {
    const length = programLength(words);
    const rest = words.slice(length);
    return [
      { kind: "entrypoint", words: words.slice(0, length) },
      ...rest.length > 0 ? [{ kind: "cmd", words: rest } as const] : [],
    ];
  }
  const cmd: Instruction = { kind: "cmd", words };
  return baseHasEntrypoint ? [{ kind: "entrypoint", words: [] }, cmd] : [cmd];
}

/** Words that name the program: an interpreter and its script, `python3 -m x`, `java -jar x`. */
function programLength([first, second = ""]: readonly string[]): number {
  const name = basename(first);
  if ((interpreters.test(name) && second === "-m") || (name === "java" && second === "-jar")) {
    return 3;
  }
  return interpreters.test(name) && second !== "" && !second.startsWith("-") ? 2 : 1;
}
