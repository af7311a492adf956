import type { HookedShell, Report } from "./report.ts";
import type { SentLine } from "./sent_input.ts";

/** What the ash hook puts in the place of `_`, which a command replaces. */
const nothingRan = "770077";

/** A command as the shell read it. */
export interface TypedText {
  /** Without the last newline; empty when the shell was made to forget it. */
  text: string;
  /** Lines that the shell read for it, each with an Enter of its own. */
  lines: number;
  /** Lines that the shell has read for the next command already. */
  next: number;
}

/** Reads from the reports of one shell what was typed. */
export class TypedCommands {
  /** The last number in bash's history, or the last line in ash's. */
  #last = "";

  constructor(readonly shell: HookedShell) {}

  /** The command that a report is about; undefined when none ran. @param sent what dk had sent */
  read(report: Report, sent: readonly SentLine[]): TypedText | undefined {
    const typed = this.#read(report, sent);
    if (typed === undefined) return undefined;
    const lines = typed.split("\n");
    if (typed !== "" && lines.every((line) => /^\s*(#.*)?$/.test(line))) return undefined;
    if (this.shell !== "bash") return { text: typed, lines: lines.length, next: 0 };
    const [, more = 0, next = 0] = report.values.map(Number);
    return { text: typed, lines: more + 1, next };
  }

  #read(report: Report, sent: readonly SentLine[]): string | undefined {
    switch (this.shell) {
      case "bash":
        return this.#fromBash(report);
      case "ash":
        return this.#fromAsh(report, sent);
      case "posix":
        return report.values[0]?.replace(/\n+$/, "");
    }
  }

  /** The first value is the command's number, empty before bash 4.4. */
  #fromBash({ values: [number], said: history }: Report): string | undefined {
    if (number) return bashEntry(history, Number(number)) ?? "";
    const last = [...history.matchAll(/^ *(\d+)[* ] /gm)].at(-1)?.[1];
    if (last === undefined || last === this.#last) return undefined;
    this.#last = last;
    return bashEntry(history, Number(last));
  }

  /**
   * The value is `_`; said are the last lines of the history after each line read but the last, an
   * empty line, and the history. A line that it does not show was empty or the same as the one
   * before.
   */
  #fromAsh({ exit, values: [underscore], said }: Report, sent: readonly SentLine[]) {
    const gap = said.startsWith("\n") ? 0 : said.indexOf("\n\n") + 1;
    const entries = said.slice(0, gap).split("\n").slice(0, -1);
    const history = said.slice(gap).trimEnd().split("\n");
    entries.push(history.at(-1)!);
    const missed = this.#missed(history);
    if (missed.length > 1 && entries.length === 1) {
      this.#last = entries[0];
      return missed.join("\n");
    }
    const ran = underscore !== nothingRan;
    const lines: string[] = [];
    for (const [index, entry] of entries.entries()) {
      const isNew = entry !== this.#last;
      this.#last = entry;
      const isRepeated = sent[index] !== undefined && !sent[index].blank;
      lines.push(isNew || isRepeated ? entry.replace(/^ *\d+ /, "") : "");
      if (isNew || entries.length > 1) continue;
      if (!ran && (!sent[0] || sent[0].blank || sent[0].edited)) return undefined;
      lines[0] = entry.replace(/^ *\d+ /, "");
    }
    if (exit === 130 && lines.length > 1 && lines.at(-1) === "") return undefined; // ^C behind `>`.
    return lines.join("\n").replace(/\n+$/, "") || undefined;
  }

  /** What was typed since the last report; more than one command while the hook was out of PS1. */
  #missed(history: readonly string[]): string[] {
    const known = history.lastIndexOf(this.#last);
    if (known < 0) return [];
    return history.slice(known + 1).map((entry) => entry.replace(/^ *\d+ /, ""))
      .filter((command) => !/^\s*dk(\s|$)/.test(command));
  }
}

/** An entry of what bash's `history` prints, which may take several lines: `    5  for x in y`. */
function bashEntry(history: string, number: number): string | undefined {
  const start = (at: number) => new RegExp(`^ *${at}[* ] `, "m");
  const begin = start(number).exec(history);
  if (!begin) return undefined;
  const rest = history.slice(begin.index + begin[0].length);
  const end = start(number + 1).exec(rest);
  return rest.slice(0, end ? end.index : undefined).replace(/\n+$/, "");
}
