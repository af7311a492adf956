import { UsageFailure } from "../lib/failure.ts";

/** Turns the text of a flag's value into what the command wants. @throws UsageFailure */
export type ValueParser<T> = (value: string, flag: string) => T;

interface FlagBase {
  /** One line for the help page, no trailing period. */
  brief: string;
  /** Single letter: `d` for `-d`. */
  short?: string;
  /** What stands for the value in the help page. */
  placeholder?: string;
  /** Left out of help and completion; kept for compatibility. */
  hidden?: boolean;
}

/** A switch; `--flag=false` turns it off again. */
export interface BooleanFlag extends FlagBase {
  kind: "boolean";
}

/** One value; the last one given wins, as in docker, unless a second one is refused. */
export interface ValueFlag<T> extends FlagBase {
  kind: "value";
  once?: boolean;
  parse: ValueParser<T>;
  /** The values to offer in help and completion, where there are few. */
  choices?: readonly string[];
  /** What a bare `--flag` without `=value` means; such a flag takes its value only after `=`. */
  bare?: string;
}

/** A value that may be given many times; the command gets them in order. */
export interface ListFlag<T> extends FlagBase {
  kind: "list";
  parse: ValueParser<T>;
}

/** A flag of any kind. */
// deno-lint-ignore no-explicit-any -- the value types differ per flag and are inferred below
export type Flag = BooleanFlag | ValueFlag<any> | ListFlag<any>;
/** Flags by their camel-case names: `dryRun` is typed `--dry-run`. */
export type FlagSet = Record<string, Flag>;

/** What a command receives for its flags, by their camel-case names. */
export type FlagValues<S extends FlagSet> = {
  [K in keyof S]: S[K] extends BooleanFlag ? boolean
    : S[K] extends ListFlag<infer T> ? T[]
    : S[K] extends ValueFlag<infer T> ? T | undefined
    : never;
};

type Options = Omit<FlagBase, "brief">;

/** A switch, off by default. */
export function toggle(brief: string, options: Options = {}): BooleanFlag {
  return { kind: "boolean", brief, ...options };
}

/** A value taken as it is. */
export function text(brief: string, options: Options & { bare?: string } = {}): ValueFlag<string> {
  return { kind: "value", brief, parse: (value) => value, ...options };
}

/** A value turned into something else by `parse`. */
export function value<T>(
  parse: ValueParser<T>,
  brief: string,
  options: Options & { bare?: string; once?: boolean } = {},
): ValueFlag<T> {
  return { kind: "value", brief, parse, ...options };
}

/** A value that may be repeated, each taken as it is. */
export function texts(brief: string, options: Options = {}): ListFlag<string> {
  return { kind: "list", brief, parse: (value) => value, ...options };
}

/** A value that may be repeated, each turned into something else by `parse`. */
export function values<T>(
  parse: ValueParser<T>,
  brief: string,
  options: Options = {},
): ListFlag<T> {
  return { kind: "list", brief, parse, ...options };
}

/** One of a few words. */
export function choice<const T extends string>(
  choices: readonly T[],
  brief: string,
  options: Options & { bare?: T } = {},
): ValueFlag<T> {
  const parse: ValueParser<T> = (value, flag) => {
    const found = choices.find((known) => known === value);
    if (found !== undefined) return found;
    throw new UsageFailure(`Invalid value ${JSON.stringify(value)} for ${flag}`, {
      next: `Use one of: ${choices.join(", ")}`,
    });
  };
  return { kind: "value", brief, parse, choices, placeholder: choices.join("|"), ...options };
}

/** Parses a whole number of at least `least`. */
export function wholeNumber(least = 0): ValueParser<number> {
  return (value, flag) => {
    const number = Number(value);
    if (/^[+-]?\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
    throw new UsageFailure(`Invalid value ${JSON.stringify(value)} for ${flag}`, {
      next: `Give a whole number of at least ${least}`,
    });
  };
}

/** `dryRun` as it is typed: `--dry-run`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
