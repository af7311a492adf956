/** One condition on a version; all of a list must hold. */
interface Condition {
  operator: ">=" | ">" | "<=" | "<" | "==" | "!=";
  version: readonly number[];
  /** `3.11.*`, and a version of fewer numbers where those left out may be any. */
  isPrefix: boolean;
}

/**
 * Versions that a project asks for: those that fulfil all conditions of one of the lists. Reads
 * what Python's packages (`>=3.9,<4`, `~=3.8`, `==3.11.*`), Poetry (`^3.10`), npm (`^18 || >=20`,
 * `18.x`, `18 - 20`) and R (`>= 4.1`) write. Pre-releases and labels are not told apart.
 */
export class VersionRange {
  readonly #alternatives: readonly (readonly Condition[])[];

  private constructor(readonly text: string, alternatives: readonly (readonly Condition[])[]) {
    this.#alternatives = alternatives;
  }

  /** Undefined for what names no version, such as `*` and `lts/iron`. */
  static parse(text: string): VersionRange | undefined {
    const alternatives = text.split("||").map(parseConditions);
    if (alternatives.some((list) => list === undefined || list.length === 0)) return undefined;
    return new VersionRange(text.trim(), alternatives as Condition[][]);
  }

  /** True when a version such as `3.11.2` will do. */
  allows(version: string): boolean {
    const numbers = numbersOf(version);
    return this.#alternatives.some((list) => list.every((each) => holds(each, numbers)));
  }

  /** True when some release of a series, `3.11` or `22`, will do. */
  allowsSeries(series: string): boolean {
    const known = numbersOf(series);
    // The first and last of the series, and those that the range itself names.
    const named = this.#alternatives.flat().map(({ version }) => version)
      .filter((version) => known.every((number, at) => version[at] === number))
      .flatMap((version) => [version, neighbour(version)]);
    return [[...known, 0], [...known, 9999, 9999], ...named].some((version) =>
      this.#alternatives.some((list) => list.every((each) => holds(each, version)))
    );
  }

  /** The version that is asked for by name: `3.11` of `==3.11.*`; undefined for an open range. */
  get exact(): string | undefined {
    const [list, ...others] = this.#alternatives;
    const [only, ...more] = list;
    const isOne = others.length === 0 && more.length === 0 && only.operator === "==";
    return isOne ? only.version.join(".") : undefined;
  }
}

/** The version that a text begins with: `3.12.1` of `Python 3.12.1+`. */
export function versionIn(text: string): string | undefined {
  return /\d+(?:\.\d+)*/.exec(text)?.[0];
}

/** Less than zero when `a` is the older one. */
export function compareVersions(a: string, b: string): number {
  return compare(numbersOf(a), numbersOf(b));
}

function parseConditions(text: string): Condition[] | undefined {
  const span = /^\s*v?([\d.]+)\s+-\s+v?([\d.]+)\s*$/.exec(text);
  if (span) return [condition(">=", span[1]), condition("<=", span[2], true)];
  const spaced = text.replace(/([<>=!~^]+)\s+/g, "$1").trim();
  const found = spaced.split(/[\s,]+/).filter((word) => word !== "").map(parseCondition);
  return found.some((each) => each === undefined) ? undefined : found.flat() as Condition[];
}

function parseCondition(word: string): Condition[] | undefined {
  const match = /^(===?|=|!=|~=|~>?|\^|[<>]=?)?v?(\d+(?:\.\d+)*)((?:\.[*xX])*)[-+a-z\d.]*$/i
    .exec(word);
  if (!match) return undefined;
  const [, operator = "", version, wild] = match;
  switch (operator) {
    case "^":
      return caret(version);
    case "~=":
      return [condition(">=", version), prefix(version.split(".").slice(0, -1))];
    case "~":
    case "~>":
      return [condition(">=", version), prefix(version.split(".").slice(0, 2))];
    case "!=":
      return [condition("!=", version, wild !== "")];
    case ">=":
    case "<":
      return [condition(operator, version)];
    case ">":
    case "<=":
      return [condition(operator, version, wild !== "")];
    default:
      // A bare `3.11` and npm's `18` mean any of the series; Python's `==3.11` is meant so too.
      return [prefix(version.split("."))];
  }
}

/** `^3.10` is up to 4, `^0.2.3` up to 0.3. */
function caret(version: string): Condition[] {
  const parts = version.split(".");
  const significant = parts.findIndex((part) => part !== "0");
  const fixed = parts.slice(0, significant < 0 ? parts.length : significant + 1);
  return [condition(">=", version), prefix(fixed)];
}

function prefix(parts: readonly string[]): Condition {
  return condition("==", parts.join("."), true);
}

function condition(operator: Condition["operator"], version: string, isPrefix = false): Condition {
  return { operator, version: numbersOf(version), isPrefix };
}

function holds({ operator, version, isPrefix }: Condition, candidate: readonly number[]): boolean {
  const seen = isPrefix ? version.map((_, at) => candidate[at] ?? 0) : candidate;
  const order = compare(seen, version);
  switch (operator) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case "<":
      return order < 0;
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return version === "" ? [] : version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}

/** The release behind a version. */
function neighbour(version: readonly number[]): number[] {
  const padded = [...version, 0, 0].slice(0, Math.max(3, version.length));
  return padded.map((number, at) => at === padded.length - 1 ? number + 1 : number);
}
