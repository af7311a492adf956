import { scanShell } from "./shell_scan.ts";
import { formatChain, parseChain, parseSimple, type SimpleCommand } from "./shell_words.ts";

/** A simple command inside a larger shell text. */
interface Place {
  start: number;
  end: number;
  simple: SimpleCommand;
  /** Its redirections, as typed. */
  redirections: string;
}

/** Where one command ends and another may begin. */
const boundary = /[;|&()`\n]+|(?<=^|\s)[{}!](?=\s|$)/g;
const keywords = /^\s*(?:(?:then|do|else|elif|if|while|until|time)\s+)*/;
const redirection = /(?:(?<=^|[\s;&|()])\d+|&)?(?:>>|>\||<>|[<>]&?)[ \t]*[^\s;&|()<>`]+/g;

/**
 * The simple commands of a shell text: those of a chain joined by `&&`, and what can be made out
 * in anything else that is no here-document (`a; b | c`, `for x in y; do a "$x"; done`).
 */
export function commandsIn(text: string): SimpleCommand[] {
  return parseChain(text) ?? placesIn(text).map(({ simple }) => simple);
}

/**
 * The text with its simple commands replaced, each by one or by several joined with `&&`. What is
 * replaced by itself stays as it was typed.
 */
export function replaceCommands(
  text: string,
  replace: (simple: SimpleCommand) => readonly SimpleCommand[],
): string {
  const isSame = (simple: SimpleCommand, by: readonly SimpleCommand[]) =>
    by.length === 1 && formatChain(by) === formatChain([simple]);
  const chain = parseChain(text);
  if (chain) {
    const replaced = chain.map(replace);
    const isUnchanged = replaced.every((by, at) => isSame(chain[at], by));
    return isUnchanged ? text : formatChain(replaced.flat());
  }
  let result = "";
  let done = 0;
  for (const { start, end, simple, redirections } of placesIn(text)) {
    const by = replace(simple);
    if (isSame(simple, by)) continue;
    const [first, ...others] = by;
    const words = [
      formatChain([first]) + redirections,
      ...others.map((each) => formatChain([each])),
    ];
    result += text.slice(done, start) + words.join(" && ");
    done = end;
  }
  return result + text.slice(done);
}

function placesIn(text: string): Place[] {
  const { bare, comment } = scanShell(text);
  if (bare.includes("<<")) return [];
  const redirected = [...bare.matchAll(redirection)].map(({ index, 0: found }) =>
    [index, index + found.length] as const
  );
  const plain = blanked(bare, redirected);
  const words = blanked(text.slice(0, comment), redirected);
  const bounds = [...plain.matchAll(boundary)];
  const starts = [0, ...bounds.map(({ index, 0: found }) => index + found.length)];
  const ends = [...bounds.map(({ index }) => index), comment];
  return starts.flatMap((from, at) => {
    const start = from + keywords.exec(plain.slice(from, ends[at]))![0].length;
    const end = from + bare.slice(from, ends[at]).trimEnd().length;
    // `x=$` before a substitution is no command.
    const simple = end > start && bare[end - 1] !== "$"
      ? parseSimple(words.slice(start, end))
      : undefined;
    const redirections = redirected.filter(([begin]) => begin >= start && begin < end)
      .map(([begin, end]) => ` ${text.slice(begin, end)}`).join("");
    return simple ? [{ start, end, simple, redirections }] : [];
  });
}

function blanked(text: string, spans: readonly (readonly [number, number])[]): string {
  return spans.reduce(
    (result, [from, to]) => result.slice(0, from) + " ".repeat(to - from) + result.slice(to),
    text,
  );
}
