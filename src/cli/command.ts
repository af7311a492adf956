import { UsageFailure } from "../lib/failure.ts";
import type { DkContext } from "./context.ts";
import type { FlagSet, FlagValues } from "./flags.ts";

/** Words that follow the flags, as the usage line names them. */
export interface WordsSpec {
  /** As printed: `IMAGE [COMMAND] [ARG...]`; empty for none. */
  usage: string;
  least: number;
  most: number;
}

/** A command as its file describes it, with the types of its own flags. */
export interface CommandSpec<S extends FlagSet> {
  /** As typed: `run`, or `wheels build` for a command of a group. */
  name: string;
  /** One line, no trailing period. */
  brief: string;
  /** Paragraphs for the help page, with empty lines between them; wrapped there. */
  description?: string;
  flags: S;
  words: WordsSpec;
  /** Flags end at the first word: what follows belongs to the container. */
  stopAtFirstWord?: boolean;
  /** Shown at the end of the help page: what it does, and the line to type. */
  examples?: ReadonlyArray<readonly [what: string, line: string]>;
  /** Does the work and resolves with the exit code, 0 when it says nothing. */
  run(context: DkContext, flags: FlagValues<S>, words: string[]): Promise<number | void>;
}

/** A command whose flag types are no longer told apart; what the table and the parser hold. */
export type Command = CommandSpec<FlagSet>;

/** Describes a command; its flags' types are inferred for `run`. */
export function defineCommand<const S extends FlagSet>(spec: CommandSpec<S>): Command {
  return spec as unknown as Command;
}

/** @throws UsageFailure when there are too few or too many words */
export function checkWords(command: Command, words: readonly string[]): void {
  const { usage, least, most } = command.words;
  const line = `dk ${command.name}${usage ? ` ${usage}` : ""}`;
  if (words.length < least) {
    throw new UsageFailure(`Missing argument: ${line}`, { next: `See dk ${command.name} --help` });
  }
  if (words.length > most) {
    throw new UsageFailure(`Unexpected argument ${JSON.stringify(words[most])}`, {
      next: `Write ${line}`,
    });
  }
}
