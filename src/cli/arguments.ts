import { UsageFailure } from "../lib/failure.ts";
import { closest } from "./closest.ts";
import { type Flag, flagName, type FlagSet, type FlagValues } from "./flags.ts";

/** What a command line says: the flags' values and the words that are none. */
export interface ParsedArguments<S extends FlagSet> {
  flags: FlagValues<S>;
  words: string[];
  /** True when `--help` or `-h` stood among the flags. */
  help: boolean;
}

/** How flags and words may be mixed. */
export interface ParseOptions {
  /**
   * Flags end at the first word, as for `docker run`: all that follows belongs to the container.
   * Otherwise flags and words may be mixed, and `--` ends the flags.
   */
  stopAtFirstWord?: boolean;
}

/**
 * Reads a command line as docker's own client does (the rules of Go's pflag): `--name value`,
 * `--name=value`, `-n value`, `-nvalue`, `-it` for `-i -t`; a value may begin with a dash; the
 * last of several single values wins.
 *
 * @throws UsageFailure naming the flag that is unknown, lacks its value or has a bad one
 */
export function parseArguments<S extends FlagSet>(
  args: readonly string[],
  flags: S,
  options: ParseOptions = {},
): ParsedArguments<S> {
  const reader = new ArgumentReader(args, flags, options);
  return reader.read() as ParsedArguments<S>;
}

class ArgumentReader {
  readonly #byName = new Map<string, string>();
  readonly #byShort = new Map<string, string>();
  readonly #values: Record<string, unknown> = {};
  readonly #words: string[] = [];
  readonly #rest: string[];
  #help = false;

  constructor(
    args: readonly string[],
    readonly flags: FlagSet,
    readonly options: ParseOptions,
  ) {
    this.#rest = [...args];
    for (const [key, flag] of Object.entries(flags)) {
      this.#byName.set(flagName(key), key);
      if (flag.short) this.#byShort.set(flag.short, key);
      if (flag.kind === "boolean") this.#values[key] = false;
      if (flag.kind === "list") this.#values[key] = [];
    }
  }

  read() {
    while (this.#rest.length > 0) {
      const arg = this.#rest.shift()!;
      if (arg === "--") {
        this.#words.push(...this.#rest.splice(0));
      } else if (arg.startsWith("--")) {
        this.#long(arg);
      } else if (arg.startsWith("-") && arg !== "-") {
        this.#shorts(arg);
      } else {
        this.#words.push(arg);
        if (this.options.stopAtFirstWord) this.#words.push(...this.#rest.splice(0));
      }
    }
    return { flags: this.#values, words: this.#words, help: this.#help };
  }

  #long(arg: string) {
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const given = equals < 0 ? undefined : arg.slice(equals + 1);
    const key = this.#byName.get(name);
    if (key !== undefined) return this.#set(key, name, given);
    if (name !== "--help") throw unknownFlag(name, [...this.#byName.keys(), "--help"]);
    this.#help = true;
  }

  #shorts(arg: string) {
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at];
      const key = this.#byShort.get(letter);
      if (key === undefined) {
        if (letter !== "h") throw unknownFlag(`-${letter}`, []);
        this.#help = true;
      } else if (takesNoValue(this.flags[key])) {
        this.#set(key, `-${letter}`, arg[at + 1] === "=" ? arg.slice(at + 2) : undefined);
        if (arg[at + 1] === "=") return;
      } else {
        const attached = arg.slice(at + 1).replace(/^=/, "");
        return this.#set(key, `-${letter}`, at + 1 < arg.length ? attached : undefined);
      }
    }
  }

  #set(key: string, typed: string, given: string | undefined) {
    const flag = this.flags[key];
    if (flag.kind === "boolean") {
      this.#values[key] = given === undefined ? true : parseBoolean(given, typed);
    } else if (flag.kind === "list") {
      (this.#values[key] as unknown[]).push(flag.parse(this.#valueOf(typed, given), typed));
    } else {
      const text = given ?? flag.bare ?? this.#valueOf(typed, given);
      if (flag.once && this.#values[key] !== undefined) {
        throw new UsageFailure(`Flag ${typed} is given twice`, { next: "Leave one of them out" });
      }
      this.#values[key] = flag.parse(text, typed);
    }
  }

  #valueOf(typed: string, given: string | undefined): string {
    const text = given ?? this.#rest.shift();
    if (text !== undefined) return text;
    throw new UsageFailure(`Flag ${typed} needs a value`, { next: `Write ${typed} VALUE` });
  }
}

function takesNoValue(flag: Flag): boolean {
  return flag.kind === "boolean" || (flag.kind === "value" && flag.bare !== undefined);
}

const booleanWords = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((word) => [word, false] as const),
]);

function parseBoolean(text: string, flag: string): boolean {
  const parsed = booleanWords.get(text);
  if (parsed !== undefined) return parsed;
  throw new UsageFailure(`Invalid value ${JSON.stringify(text)} for ${flag}`, {
    next: "Use true or false",
  });
}

function unknownFlag(name: string, known: readonly string[]): UsageFailure {
  const near = closest(name, known);
  return new UsageFailure(`Unknown flag ${name}`, {
    next: near ? `Did you mean ${near}?` : "See --help for the flags of this command",
  });
}
