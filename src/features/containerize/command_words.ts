import { parseSimple } from "./shell_words.ts";

/** A command line as a list of words where it is that simple, else for `/bin/sh -c`. */
export function commandWords(command: string): string[] {
  const simple = parseSimple(command);
  const words = simple?.assignments.length === 0 ? simple.words.map(({ value }) => value) : [];
  const isPlain = words.length > 0 && words.every((word) => word !== undefined);
  return isPlain ? words as string[] : ["/bin/sh", "-c", command];
}
