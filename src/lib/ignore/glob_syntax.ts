/**
 * Docker validates a pattern by matching it against `.` with Go's filepath.Match and looking at
 * the error alone. That matcher stops at the first piece that does not match, so a mistake behind
 * it goes unnoticed; the same patterns must pass here.
 *
 * @returns false where filepath.Match(pattern, ".") reports a syntax error
 */
export function passesGlobCheck(pattern: string): boolean {
  let rest = [...pattern];
  let name: string | undefined = ".";
  while (rest.length > 0) {
    const star = rest[0] === "*";
    while (rest[0] === "*") rest = rest.slice(1);
    const end = pieceEnd(rest);
    const piece = rest.slice(0, end);
    rest = rest.slice(end);
    if (star && piece.length === 0) return true;
    const read = matchPiece(piece, name);
    if (read === "bad") return false;
    const last = rest.length === 0;
    if (read === "no" || (last && read === ".")) {
      // After a star the piece may also match what is behind the only character: nothing.
      const behind = star && name === "." ? matchPiece(piece, "") : "no";
      if (behind === "bad") return false;
      if (behind === "no") return true;
      name = "";
    } else name = read;
  }
  return true;
}

/** Where the piece ends: at the next star that is not inside brackets. */
function pieceEnd(text: readonly string[]): number {
  let inBrackets = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "[") inBrackets = true;
    else if (text[i] === "]") inBrackets = false;
    else if (text[i] === "*" && !inBrackets) return i;
  }
  return text.length;
}

/** What remains of `name` (`.` or nothing) behind `piece`, `no` when it does not match. */
function matchPiece(piece: readonly string[], name: string): "." | "" | "no" | "bad" {
  let left = name;
  let failed = false;
  const take = (matches: boolean) => {
    failed = failed || left === "" || !matches;
    left = "";
  };
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] === "[") {
      const brackets = readBrackets(piece, i + 1);
      if (brackets === undefined) return "bad";
      take(brackets.matchesDot);
      i = brackets.end;
    } else if (piece[i] === "?") take(true);
    else {
      if (piece[i] === "\\" && ++i === piece.length) return "bad";
      take(piece[i] === ".");
    }
  }
  if (failed) return "no";
  return left === "." ? "." : "";
}

/** Reads `^a-z…]`; undefined for a syntax error. `end` is the place of the closing bracket. */
function readBrackets(text: readonly string[], start: number) {
  let at = start;
  const negated = text[at] === "^";
  if (negated) at++;
  let matches = false;
  for (let ranges = 0; text[at] !== "]" || ranges === 0; ranges++) {
    const low = readCharacter(text, at);
    if (low === undefined) return undefined;
    let high = low;
    if (text[low.next] === "-") {
      const upper = readCharacter(text, low.next + 1);
      if (upper === undefined) return undefined;
      high = upper;
    }
    matches = matches || (low.code <= 0x2e && 0x2e <= high.code);
    at = high.next;
  }
  return { end: at, matchesDot: matches !== negated };
}

/** One character of a bracket expression, possibly escaped; something must follow it. */
function readCharacter(text: readonly string[], start: number) {
  let at = start;
  if (at >= text.length || text[at] === "-" || text[at] === "]") return undefined;
  if (text[at] === "\\" && ++at >= text.length) return undefined;
  const code = text[at].codePointAt(0)!;
  return at + 1 < text.length ? { code, next: at + 1 } : undefined;
}
