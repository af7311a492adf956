/**
 * Docker turns a pattern into a regular expression of Go (RE2) and lets some of its syntax shine
 * through: `[[:digit:]]`, `\d`, odd brackets. This reads that syntax and writes JavaScript's.
 */

type Range = readonly [low: number, high: number];

const LAST = 0x10ffff;

/** POSIX and Perl classes in ASCII, as RE2 defines them. */
const classes: Record<string, Range[]> = {
  alnum: [[48, 57], [65, 90], [97, 122]],
  alpha: [[65, 90], [97, 122]],
  ascii: [[0, 127]],
  blank: [[9, 9], [32, 32]],
  cntrl: [[0, 31], [127, 127]],
  digit: [[48, 57]],
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [[33, 47], [58, 64], [91, 96], [123, 126]],
  space: [[9, 13], [32, 32]],
  upper: [[65, 90]],
  word: [[48, 57], [65, 90], [95, 95], [97, 122]],
  xdigit: [[48, 57], [65, 70], [97, 102]],
  d: [[48, 57]],
  s: [[9, 10], [12, 13], [32, 32]],
  w: [[48, 57], [65, 90], [95, 95], [97, 122]],
};

/** Letters behind a backslash that stand for one character. */
const controls: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** `source` as a JavaScript expression; undefined where Go refuses to compile it. */
export function compileGoRegExp(source: string): RegExp | undefined {
  const reader = new Reader([...source]);
  let out = "";
  while (!reader.done) {
    const piece = reader.piece();
    if (piece === undefined) return undefined;
    out += piece;
  }
  return new RegExp(out, "u");
}

class Reader {
  #at = 0;

  constructor(readonly text: readonly string[]) {}

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  /** The next element, in JavaScript's syntax. */
  piece(): string | undefined {
    const character = this.text[this.#at++];
    if (character === "\\") return this.#escape();
    if (character === "[") return this.#brackets();
    if (character === ".") return "[^\\n]";
    return "()?*^$".includes(character) ? character : literal(character.codePointAt(0)!);
  }

  #escape(): string | undefined {
    const letter = this.text[this.#at];
    if (letter === "A" || letter === "z") {
      this.#at++;
      return letter === "A" ? "^" : "$";
    }
    if (letter === "b" || letter === "B") {
      this.#at++;
      return `\\${letter}`;
    }
    if (letter === "Q") return this.#quoted();
    const set = this.#classEscape();
    if (set !== undefined) return set === "bad" ? undefined : `[${set}]`;
    const code = this.#characterEscape();
    return code === undefined ? undefined : literal(code);
  }

  /** `\Q…\E`: everything between is literal, to the end where no `\E` follows. */
  #quoted(): string {
    const rest = this.text.slice(this.#at + 1).join("");
    const end = rest.indexOf("\\E");
    const quoted = end < 0 ? rest : rest.slice(0, end);
    this.#at += 1 + [...quoted].length + (end < 0 ? 0 : 2);
    return [...quoted].map((character) => literal(character.codePointAt(0)!)).join("");
  }

  /** `d`, `S`, `pL` and the like behind a backslash, as the inside of brackets. */
  #classEscape(): string | "bad" | undefined {
    const letter = this.text[this.#at] ?? "";
    if ("dsw".includes(letter.toLowerCase()) && letter !== "") {
      this.#at++;
      const ranges = classes[letter.toLowerCase()];
      return rangesText(letter === letter.toLowerCase() ? ranges : complement(ranges));
    }
    if (letter !== "p" && letter !== "P") return undefined;
    const category = this.text[this.#at + 1] ?? "";
    if (category === "" || !"CLMNPSZ".includes(category)) return "bad";
    this.#at += 2;
    return `\\${letter}{${category}}`;
  }

  /** Code of the single character that an escape stands for. */
  #characterEscape(): number | undefined {
    const letter = this.text[this.#at++];
    if (letter === undefined) return undefined;
    const code = letter.codePointAt(0)!;
    if (code < 0x80 && !/[0-9A-Za-z]/.test(letter)) return code;
    if (letter in controls) return controls[letter];
    if (letter === "x") return this.#hexadecimal();
    if (!/[0-7]/.test(letter)) return undefined;
    return this.#octal(letter);
  }

  /** `\012`; a single digit other than 0 would be a back reference, which RE2 lacks. */
  #octal(first: string): number | undefined {
    let digits = first;
    while (digits.length < 3 && /^[0-7]$/.test(this.text[this.#at] ?? "")) {
      digits += this.text[this.#at++];
    }
    return first !== "0" && digits.length === 1 ? undefined : parseInt(digits, 8);
  }

  #hexadecimal(): number | undefined {
    const digits = this.text.slice(this.#at, this.#at + 2).join("");
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return undefined;
    this.#at += 2;
    return parseInt(digits, 16);
  }

  #brackets(): string | undefined {
    const negated = this.text[this.#at] === "^";
    if (negated) this.#at++;
    let inside = "";
    for (let first = true; first || this.text[this.#at] !== "]"; first = false) {
      if (this.done) return undefined;
      const item = this.#bracketItem();
      if (item === undefined) return undefined;
      inside += item;
    }
    this.#at++;
    return `[${negated ? "^" : ""}${inside}]`;
  }

  #bracketItem(): string | undefined {
    const posix = this.#posixClass();
    if (posix !== undefined) return posix === "bad" ? undefined : posix;
    if (this.text[this.#at] === "\\") {
      this.#at++;
      const set = this.#classEscape();
      if (set !== undefined) return set === "bad" ? undefined : set;
      this.#at--;
    }
    const low = this.#bracketCharacter();
    if (low === undefined) return undefined;
    const next = this.text[this.#at + 1];
    if (this.text[this.#at] !== "-" || next === undefined || next === "]") return literal(low);
    this.#at++;
    const high = this.#bracketCharacter();
    if (high === undefined || high < low) return undefined;
    return `${literal(low)}-${literal(high)}`;
  }

  #bracketCharacter(): number | undefined {
    const character = this.text[this.#at++];
    return character === "\\" ? this.#characterEscape() : character?.codePointAt(0);
  }

  /** `[:alpha:]`; undefined where the text is not of this form. */
  #posixClass(): string | "bad" | undefined {
    if (this.text[this.#at] !== "[" || this.text[this.#at + 1] !== ":") return undefined;
    const rest = this.text.slice(this.#at + 2).join("");
    const end = rest.indexOf(":]");
    if (end < 0) return undefined;
    const name = rest.slice(0, end);
    const plain = name.replace(/^\^/, "");
    if (plain.length === 1 || !Object.hasOwn(classes, plain)) return "bad";
    this.#at += 2 + [...name].length + 2;
    return rangesText(name === plain ? classes[plain] : complement(classes[plain]));
  }
}

function literal(code: number): string {
  return /[0-9A-Za-z]/.test(String.fromCodePoint(code))
    ? String.fromCodePoint(code)
    : `\\u{${code.toString(16)}}`;
}

function rangesText(ranges: readonly Range[]): string {
  return ranges.map(([low, high]) => `${literal(low)}-${literal(high)}`).join("");
}

/** Everything outside `ranges`, which are in order. */
function complement(ranges: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  return [...gaps, [from, LAST]];
}
