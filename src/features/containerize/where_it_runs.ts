import { resolve } from "../../lib/path.ts";
import type { LedgerStep } from "./ledger.ts";
import { formatChain, parseChain } from "./shell_words.ts";

/** `cd /code && make` is `make` in `/code`; that of `mkdir x && cd x` is said by WORKDIR. */
export function whereItRuns(
  { before }: Pick<LedgerStep, "before">,
  line: string,
): { command: string; directory: string } {
  const chain = parseChain(line) ?? [];
  const last = chain.findLastIndex(({ words }) => words[0]?.raw !== "cd");
  const isMoving = last >= 0 && last < chain.length - 1;
  const ran = isMoving ? formatChain(chain.slice(0, last + 1)) : line;
  return entered(ran, before.directory);
}

/** A command without the `cd` that it begins with, and where that leads. */
export function entered(
  command: string,
  directory: string,
): { command: string; directory: string } {
  const [first, ...rest] = parseChain(command) ?? [];
  const [program, target] = first?.words.map(({ value }) => value) ?? [];
  const isCd = program === "cd" && first.words.length === 2 && first.assignments.length === 0;
  return isCd && rest.length > 0 && target !== undefined && !target.startsWith("-")
    ? { command: formatChain(rest), directory: resolve(directory, target) }
    : { command, directory };
}
