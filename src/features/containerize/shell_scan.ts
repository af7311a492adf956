/** A command line reduced to what the shell itself acts on. */
export interface ShellScan {
  /** The text up to its comment; quoted characters stand as `_`, the quotes stay. */
  bare: string;
  /** Where a comment begins; the length of the text when there is none. */
  comment: number;
}

/** `<<EOF`, `<<-'EOF'`: the quote, if any, and the word that ends the document. */
const heredocStart = /(?<!<)<<(-?)\s*(?:\\(\w+)|(['"])([^'"\n]+)\3|(\w+))/g;

/**
 * Masks what is quoted, so that the rest can be searched for operators and syntax. Expansions in
 * double quotes (`"${x/a/b}"`) are the shell's and stay. Made for one line, or several without
 * heredocs ({@link withoutHeredocs}).
 */
export function scanShell(text: string): ShellScan {
  let bare = "";
  for (let at = 0; at < text.length;) {
    const char = text[at];
    if (char === "#" && (at === 0 || /[\s;&|()]/.test(text[at - 1]))) {
      const end = text.indexOf("\n", at);
      if (end < 0) return { bare, comment: at };
      bare += " ".repeat(end - at);
      at = end;
      continue;
    }
    const end = char === "\\"
      ? at + 2
      : char === "'"
      ? singleEnd(text, at)
      : char === '"'
      ? doubleEnd(text, at)
      : at + 1;
    bare += masked(text.slice(at, end), char);
    at = end;
  }
  return { bare, comment: text.length };
}

/**
 * The text without the bodies of its heredocs; of those that the shell expands, the expansions
 * stay.
 */
export function withoutHeredocs(text: string): string {
  const kept: string[] = [];
  const open: { end: string; indented: boolean; expands: boolean }[] = [];
  for (const line of text.split("\n")) {
    const [document] = open;
    if (!document) {
      kept.push(line);
      for (const [, dash, escaped, , quoted, plain] of line.matchAll(heredocStart)) {
        const expands = plain !== undefined;
        open.push({ end: escaped ?? quoted ?? plain, indented: dash !== "", expands });
      }
    } else if ((document.indented ? line.replace(/^\t+/, "") : line) === document.end) {
      open.shift();
    } else if (document.expands) {
      kept.push((line.match(/\$\{[^}]*\}|\$\([^)]*\)/g) ?? []).join(" "));
    }
  }
  return kept.join("\n");
}

/** Behind the closing quote; `$'…'` knows escapes, `'…'` none. */
function singleEnd(text: string, start: number): number {
  const escapes = text[start - 1] === "$";
  for (let at = start + 1; at < text.length; at++) {
    if (escapes && text[at] === "\\") at++;
    else if (text[at] === "'") return at + 1;
  }
  return text.length;
}

function doubleEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function masked(piece: string, first: string): string {
  if (first === "'") return `'${"_".repeat(Math.max(0, piece.length - 2))}'`;
  if (first === "\\") return piece === "\\\n" ? "  " : "__".slice(0, piece.length);
  if (first !== '"') return piece;
  const expansions = /\$\{[^}]*\}|\$\(.*\)|`[^`]*`|[^]/g;
  const inner = piece.slice(1, -1).replace(expansions, (part) => part.length > 1 ? part : "_");
  return `"${inner}"`;
}
