import type { ShellState } from "../session/shell_protocol.ts";
import { parseChain } from "./shell_words.ts";

/** What every shell does by itself and without touching a file. */
const builtins = new Set(
  "cd pushd popd dirs pwd export unset readonly declare typeset set shopt umask alias unalias echo printf true false : type hash history times ulimit"
    .split(" "),
);

/**
 * True for a command that cannot have changed a file: nothing but assignments and builtins,
 * without redirections, pipes and substitutions (parseChain() knows none of those), and none of
 * the names taken by a function. The files need not be looked through after it.
 *
 * @param earlier commands before it, which may define functions that a shell cannot list
 */
export function isFileNeutral(command: string, state: ShellState, earlier: string): boolean {
  const chain = parseChain(command);
  if (!chain) return false;
  const redefines = (name: string) =>
    name in state.functions || earlier.includes(`${name}()`) || earlier.includes(`${name} ()`);
  const programs = chain.flatMap(({ words }) => words.slice(0, 1).map(({ raw }) => raw));
  return programs.every((name) => builtins.has(name) && !redefines(name)) &&
    !/\b(alias|trap)\s/.test(earlier);
}
