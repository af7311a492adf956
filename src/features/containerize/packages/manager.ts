import type { SimpleCommand } from "../shell_words.ts";

/** What a verb does, as far as a Dockerfile cares. */
export type VerbKind = "install" | "upgrade" | "remove" | "lists" | "clean";

/** A flag to add unless one of the alternatives is there already. */
export interface FlagRule {
  verbs: readonly string[];
  flag: string;
  /** A word that makes the flag needless. */
  unless: RegExp;
  /** Where the flag stands: behind the verb, or before it for flags of the program. */
  before?: boolean;
}

/** How the packages that a user named are held to the versions that were installed. */
export interface Pins {
  /** The names that were given without a version. */
  names(call: Call): string[];
  /** Versions by name that the paths of new files tell: nobody needs to be asked, which is slow. */
  told?(paths: readonly string[]): ReadonlyMap<string, string>;
  /**
   * A command that prints, among other things, which versions of those are installed.
   *
   * @param paths of the files that the call has added
   */
  query(call: Call, names: readonly string[], paths: readonly string[]): string;
  /** Versions by name, read from what the query printed. */
  versions(output: string): ReadonlyMap<string, string>;
  /** The command with the versions; another one behind it where its own words cannot say them. */
  apply(call: Call, versions: ReadonlyMap<string, string>): SimpleCommand[];
}

/** One package manager: how to tell it, what it needs to be told, what it leaves behind. */
export interface Manager {
  /** The program's name, by its last path segment. */
  program: RegExp;
  /** `system` packages change seldom and take long; `language` packages change more often. */
  kind: "system" | "language";
  /** Its verbs that work on packages; words of one verb joined by a space. */
  verbs: Readonly<Record<string, VerbKind>>;
  /** Flags whose value is a word of its own. */
  valued: RegExp;
  /**
   * How it comes by its lists of packages, if a Dockerfile must care: `shared`, fetched by one
   * command for those that follow, or each command its `own`.
   */
  lists?: "shared" | "own";
  /** Flags that make it ask nothing and keep no downloads. */
  flags: readonly FlagRule[];
  /** The verb where another word order or language hides it from the table. */
  locate?(simple: SimpleCommand, program: number): Pick<Call, "verb" | "at"> | undefined;
  /** The verb of a call that has none but only flags, such as `yarn`. */
  bare?(program: string, flags: readonly string[]): string | undefined;
  /** The verb under the name by which a script calls it. */
  scripted?(call: Call): SimpleCommand;
  /** Commands that take away what the call leaves, in the same RUN. */
  cleaning?(call: Call): string[];
  /** Files of the working directory that the call reads without being told; patterns of names. */
  manifests?(call: Call): RegExp | undefined;
  pins?: Pins;
}

/** A package manager at work. */
export interface Call {
  manager: Manager;
  simple: SimpleCommand;
  /** Index of the manager's own word: 0, or behind `sudo` and `python3 -m`. */
  program: number;
  /** The verb, such as `install` or `pip install`. */
  verb: string;
  /** Index of its last word. */
  at: number;
}

/** What a call does. */
export function effectOf({ manager, verb }: Call): VerbKind {
  return manager.verbs[verb];
}

/** What runs the manager, with a blank behind it: `sudo `, else nothing. */
export function runnerOf({ simple, program }: Call): string {
  const isModule = simple.words[program - 1]?.raw === "-m";
  return simple.words.slice(0, isModule ? program - 2 : program).map(({ raw }) => `${raw} `).join(
    "",
  );
}

/** The manager as it was called, such as `sudo npm`. */
export function managerWords({ simple, program }: Call): string {
  return simple.words.slice(0, program + 1).map(({ raw }) => raw).join(" ");
}

/** Name of the program that a word calls, without its folder. */
export function programName(word: { value: string | undefined } | undefined): string {
  return (word?.value ?? "").replace(/^.*\//, "");
}

/** Indexes of the words that are neither flags nor their values, behind `after`. */
export function operands({ words }: SimpleCommand, after: number, valued: RegExp): number[] {
  const found: number[] = [];
  let onlyOperands = false;
  for (let at = after + 1; at < words.length; at++) {
    const { raw } = words[at];
    if (onlyOperands || !raw.startsWith("-")) found.push(at);
    else if (raw === "--") onlyOperands = true;
    else if (valued.test(raw)) at++;
  }
  return found;
}

/** The words of a call that are flags with one of the names, each with its value if it has one. */
export function flagsOf({ simple, at, manager }: Call, names: RegExp): string[] {
  return simple.words.flatMap(({ raw }, index) => {
    if (index <= at || !names.test(raw.split("=", 1)[0])) return [];
    const value = manager.valued.test(raw) ? simple.words[index + 1]?.raw : undefined;
    return value === undefined ? [raw] : [raw, value];
  });
}
