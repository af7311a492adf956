import { unusable } from "./unusable.ts";

/** A piece of a template: text that is printed, or what stands between `{{` and `}}`. */
export type Piece = { kind: "text"; text: string } | { kind: "action"; inner: string };

/** A word of an action. */
export interface Token {
  kind: "field" | "dot" | "variable" | "name" | "number" | "string" | "character" | "sign";
  text: string;
  /** Whether white space stands before it: `.A .B` are two words, `.A.B` is one. */
  spaced: boolean;
}

/** White space as Go's templates know it. */
const space = " \\t\\r\\n";
const string = String.raw`"(?:[^"\\\n]|\\.)*"`;
const rawString = "`[^`]*`";
const character = String.raw`'(?:[^'\\\n]|\\.)+'`;
const anAction = new RegExp(
  String.raw`\{\{(?<trimLeft>-(?=[${space}]))?(?:[${space}]*(?<comment>/\*[^]*?\*/)[${space}]*?|` +
    String.raw`(?<inner>(?:${string}|${rawString}|${character}|(?!\}\})[^"'` + "`" + `])*?))` +
    String.raw`(?<trimRight>(?<=[${space}])-)?\}\}`,
  "y",
);

/**
 * Cuts a template into text and actions. `{{- ` and ` -}}` take the white space of the text beside
 * them; comments are left out.
 *
 * @throws UsageFailure for an action that does not end
 */
export function cutTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trim = false;
  const addText = (text: string, trimEnd: boolean) => {
    const left = trim ? text.replace(new RegExp(`^[${space}]+`), "") : text;
    const cut = trimEnd ? left.replace(new RegExp(`[${space}]+$`), "") : left;
    if (cut !== "") pieces.push({ kind: "text", text: cut });
  };
  for (;;) {
    const open = source.indexOf("{{", at);
    if (open < 0) break;
    anAction.lastIndex = open;
    const groups = anAction.exec(source)?.groups;
    if (!groups) throw unusable(source.slice(open), "its braces are not closed");
    addText(source.slice(at, open), groups.trimLeft !== undefined);
    if (groups.comment === undefined) pieces.push({ kind: "action", inner: groups.inner });
    trim = groups.trimRight !== undefined;
    at = anAction.lastIndex;
  }
  addText(source.slice(at), false);
  return pieces;
}

const word = String.raw`[\p{L}_][\p{L}\p{Nd}_]*`;
const kinds: readonly (readonly [Token["kind"], RegExp])[] = [
  ["string", new RegExp(`${string}|${rawString}`, "y")],
  ["character", new RegExp(character, "y")],
  ["field", new RegExp(String.raw`\.${word}`, "uy")],
  [
    "number",
    /[+-]?(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[\d_]*\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?)/y,
  ],
  ["dot", /\./y],
  ["variable", new RegExp(String.raw`\$(?:[\p{L}\p{Nd}_]+)?`, "uy")],
  ["name", new RegExp(word, "uy")],
  ["sign", /:=|[=|(),]/y],
];

/** The words of an action. @throws UsageFailure for a character that is none */
export function tokenize(inner: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    const start = at;
    while (at < inner.length && /\s/.test(inner[at])) at++;
    if (at === inner.length) return tokens;
    const token = tokenAt(inner, at);
    if (!token) throw unusable(`{{${inner}}}`, `${JSON.stringify(inner[at])} has no meaning there`);
    tokens.push({ ...token, spaced: at > start });
    at += token.text.length;
  }
}

function tokenAt(inner: string, at: number): Omit<Token, "spaced"> | undefined {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const found = pattern.exec(inner);
    if (found) return { kind, text: found[0] };
  }
}
