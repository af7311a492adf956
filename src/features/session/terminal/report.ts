import { parseState, type ShellReply, type ShellState } from "../shell_protocol.ts";

/** The shells that dk can hook into; `posix` is any other, dash among them. */
export type HookedShell = "bash" | "ash" | "posix";

/** What a hook tells of the shell it stands in. */
export interface Report {
  kind: "report";
  number: string;
  /**
   * `started`: the first prompt; `command`: one has ended; `between`: likewise, and the next follows at
   * once; `leave`: likewise, and the shell ends; `exec`: another is about to take the shell's place;
   * `word`: `dk` was typed; `piped`: likewise, and what it prints goes into a file or program.
   */
  what: "started" | "command" | "between" | "leave" | "exec" | "word" | "piped";
  exit: number;
  /** A word's words; else what TypedCommands reads. */
  values: string[];
  /** The shell's history, as the shell prints it. */
  said: string;
  state: ShellState;
}

/** What comes from the relay and the hooks (relay_program.ts, *_hooks.ts). */
export type RelayMessage =
  | { kind: "hello"; shell: HookedShell; uid: string }
  | { kind: "file" }
  /** A prompt was printed although nothing ran. */
  | { kind: "prompt" }
  /** The hook waits for the mark in the terminal's input. */
  | { kind: "ready" }
  /** What the shell has not read, and the mark. */
  | { kind: "ahead"; text: string }
  | Report;

const whats = ["started", "command", "between", "leave", "exec", "word", "piped"] as const;

/** Reads one reply; undefined for what no hook of this session can have written. */
export function readMessage(
  { nonce, exit, fields }: ShellReply,
  own: string,
): RelayMessage | undefined {
  // A hook that was interrupted has left the beginning of a report before this one.
  const all = [nonce, `${exit}`, ...fields];
  const [begin, code, number, kind, ...rest] = all.slice(Math.max(0, all.lastIndexOf(own)));
  if (begin !== own || kind === undefined) return undefined;
  if (kind === "hello") {
    const shell = rest[0] === "bash" || rest[0] === "ash" ? rest[0] : "posix";
    return { kind, shell, uid: rest[1].slice(1) };
  }
  if (kind === "file" || kind === "prompt" || kind === "ready") return { kind };
  if (kind === "ahead") return { kind, text: rest.join("").slice(1) };
  const what = whats.find((name) => name === kind);
  const count = Number(rest[0]?.slice(1));
  if (!what || !(rest.length >= count + 7)) return undefined;
  const values = rest.slice(1, count + 1).map((value) => value.slice(1));
  const said = rest[count + 1].slice(1);
  const state = parseState(rest.slice(count + 2));
  return { kind: "report", number, what, exit: Number(code), values, said, state };
}
