import type { ShellState } from "../shell_protocol.ts";
import type { HookedShell } from "./report.ts";

/** A command of the interactive shell that has ended. */
export interface TypedCommand {
  /** As the shell read it, without the last newline; empty when the shell was made to forget it. */
  command: string;
  exit: number;
  /** From its last Enter to its end. */
  seconds: number;
  /** The shell after it. */
  state: ShellState;
  /** Of the shell's user. */
  uid: string;
  /** True when a program has read what was typed; what the next command is made of does not count. */
  sawInput: boolean;
  /** True for a `dk` word whose output went into a file or a program, which may leave something. */
  isWord?: boolean;
}

/** What becomes of the shell after a `dk` word. */
export type WordOutcome =
  | { kind: "continue"; exit: number }
  /** The session goes on in another container, in a shell like the state tells. */
  | { kind: "switch"; container: string; state: ShellState }
  | { kind: "end" };

/** What a `dk` word can do while the shell waits for it. */
export interface WordTerminal {
  /**
   * Prints text on the user's terminal, or where the shell was told to put the word's output; its
   * lines end in plain newlines.
   */
  write(text: string): Promise<void>;
  /** Prints text on the user's terminal in any case. */
  warn(text: string): Promise<void>;
  /** Aborts when the user presses ^C. */
  signal: AbortSignal;
}

/** Takes part in an interactive shell. What it throws ends the shell. */
export interface TerminalListener {
  /** The first prompt is about to be printed; also after a switch. */
  started(state: ShellState, about: { shell: HookedShell; uid: string }): Promise<void>;
  /**
   * A command has ended. The next one does not begin before this resolves; it can be typed.
   */
  finished(command: TypedCommand): Promise<void>;
  /** `dk WORD ARGS...` was typed. */
  word(words: string[], state: ShellState, terminal: WordTerminal): Promise<WordOutcome>;
}
