import { quote } from "../../lib/shell_quote.ts";

/** One word of a command line. */
export interface Word {
  /** As typed, quotes included. */
  raw: string;
  /** What it stands for; undefined when only the shell can tell: `$X`, `*.py`, `~`. */
  value: string | undefined;
}

/** A command that is nothing but words: `NAME=value... program argument...`. */
export interface SimpleCommand {
  /** Leading `NAME=value` words. */
  assignments: Word[];
  /** The program and its arguments; empty for bare assignments. */
  words: Word[];
}

const reserved = new Set(
  "if then elif else fi for while until do done case esac select function time coproc ! { } [["
    .split(" "),
);

/**
 * Takes a command line apart that is one simple command or several joined by `&&`. Anything that
 * needs a real shell to be understood (pipes, redirections, `;`, `if`, command substitution,
 * several lines) gives undefined: such a step is kept as it was typed.
 */
export function parseChain(text: string): SimpleCommand[] | undefined {
  const lines = new WordReader(text).read();
  if (!lines || lines.length === 0) return undefined;
  const commands = lines.map(simpleCommand);
  const plain = commands.every(({ assignments, words }) =>
    assignments.length + words.length > 0 && !reserved.has(words[0]?.raw ?? "")
  );
  return plain ? commands : undefined;
}

/** The one simple command that the text is, if it is one. */
export function parseSimple(text: string): SimpleCommand | undefined {
  const chain = parseChain(text);
  return chain?.length === 1 ? chain[0] : undefined;
}

/** The command line again, as typed but for spaces, comments and continuation lines. */
export function formatChain(commands: readonly SimpleCommand[]): string {
  return commands
    .map(({ assignments, words }) => [...assignments, ...words].map(({ raw }) => raw).join(" "))
    .join(" && ");
}

/** A word that stands for exactly this text. */
export function literalWord(value: string): Word {
  return { raw: quoteWord(value), value };
}

/** Quotes a text for the shell where it must be. */
export function quoteWord(value: string): string {
  // A tilde stands for a home at the start of a word and behind `=` and `:` only.
  if (/^(?:[A-Za-z0-9_@%+=:,./-]|(?<=[\w.+-])~)+$/.test(value)) return value;
  return quote(value);
}

function simpleCommand(words: Word[]): SimpleCommand {
  const first = words.findIndex(({ raw }) => !/^[A-Za-z_]\w*\+?=/.test(raw));
  const split = first < 0 ? words.length : first;
  return { assignments: words.slice(0, split), words: words.slice(split) };
}

/** Reads words; stops being interested at the first sign of anything but simple commands. */
class WordReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replace(/\n+$/, "");
  }

  /** The words of each command of the chain. */
  read(): Word[][] | undefined {
    const commands: Word[][] = [[]];
    for (;;) {
      this.#skipBlanks();
      const char = this.#text[this.#at];
      if (char === undefined) break;
      if (char === "#") {
        const end = this.#text.indexOf("\n", this.#at);
        if (end >= 0) return undefined;
        break;
      }
      if (this.#text.startsWith("&&", this.#at)) {
        this.#at += 2;
        this.#skipLines();
        commands.push([]);
        continue;
      }
      const word = this.#word();
      if (!word) return undefined;
      commands.at(-1)!.push(word);
    }
    return commands;
  }

  #skipBlanks() {
    const blanks = /(?:[ \t]|\\\n)*/y;
    blanks.lastIndex = this.#at;
    this.#at += blanks.exec(this.#text)![0].length;
  }

  /** A line may end behind `&&`. */
  #skipLines() {
    const blanks = /(?:[ \t\n]|\\\n)*/y;
    blanks.lastIndex = this.#at;
    this.#at += blanks.exec(this.#text)![0].length;
  }

  #word(): Word | undefined {
    const text = this.#text;
    let raw = "";
    let value: string | undefined = text[this.#at] === "~" ? undefined : "";
    const add = (piece: string | undefined) => {
      value = value === undefined || piece === undefined ? undefined : value + piece;
    };
    while (this.#at < text.length && !/[ \t\n]/.test(text[this.#at])) {
      const start = this.#at;
      const char = text[start];
      if (text.startsWith("&&", start)) break;
      if (/[;|&()<>`]/.test(char)) return undefined;
      if (char === "'") {
        const end = text.indexOf("'", this.#at + 1);
        if (end < 0) return undefined;
        add(text.slice(this.#at + 1, end));
        this.#at = end + 1;
      } else if (char === '"') {
        const piece = this.#doubleQuoted();
        if (!piece) return undefined;
        add(piece.value);
      } else if (char === "\\") {
        const next = text[this.#at + 1];
        if (next !== "\n") add(next ?? "\\");
        this.#at += 2;
      } else {
        if (char === "$" && /[('"]/.test(text[this.#at + 1] ?? "")) return undefined;
        add(/[$*?[{]/.test(char) ? undefined : char);
        this.#at++;
      }
      const piece = text.slice(start, this.#at);
      raw += char === "'" ? piece : piece.replaceAll("\\\n", "");
    }
    if (text[this.#at] === "\n") return undefined;
    return { raw, value };
  }

  /** Reads past the closing quote; undefined for command substitution or a missing quote. */
  #doubleQuoted(): { value: string | undefined } | undefined {
    const text = this.#text;
    let value: string | undefined = "";
    for (this.#at++; this.#at < text.length; this.#at++) {
      const char = text[this.#at];
      if (char === '"') {
        this.#at++;
        return { value };
      }
      if (char === "`" || text.startsWith("$(", this.#at)) return undefined;
      if (char === "$") value = undefined;
      if (char === "\\" && /[\\"$`\n]/.test(text[this.#at + 1] ?? "")) {
        this.#at++;
        if (text[this.#at] !== "\n" && value !== undefined) value += text[this.#at];
      } else if (value !== undefined) value += char;
    }
    return undefined;
  }
}
