import type { Engine } from "../../../engine/transport.ts";
import type { SharedInput } from "../../../lib/shared_input.ts";
import type { SessionIo } from "../../run/session_io.ts";
import type { ShellState } from "../shell_protocol.ts";
import { RecordedShell } from "./recorded_shell.ts";
import type { TerminalListener } from "./terminal_listener.ts";

/** Where the shell runs, and what it finds there. */
export interface TerminalRequest {
  /** Id of a running container. */
  container: string;
  /** What an earlier shell of the session was like. */
  state?: ShellState;
  /** The command by which the shell takes that shell's place, as any program would. */
  startedBy?: { command: string; isLogin: boolean };
  /** Earlier commands of the session, for the shell's history. */
  history?: readonly string[];
  /** `NAME=value`; TERM is passed on here. */
  env: readonly string[];
  /** The container's own user and directory when left out. */
  user?: string;
  workdir?: string;
}

/** The user's terminal; its input is shared, as a key may still be waited for when the shell ends. */
export interface TerminalIo extends SessionIo {
  stdin: SharedInput;
}

/** What a terminal session is held with. */
export interface TerminalWorld {
  engine: Engine;
  io: TerminalIo;
  listener: TerminalListener;
  /** Milliseconds. */
  now(): number;
  signal: AbortSignal;
}

/**
 * How the terminal was left: the shell has ended by itself; a word has ended it; or the user's
 * terminal is gone, or dk was told to end.
 */
export type TerminalEnd = "exit" | "end" | "closed";

/**
 * Runs an interactive shell on the user's terminal, bash where there is one, and tells of each
 * command when it has ended. Nothing is left of it in the container.
 *
 * @throws Failure when the container or the engine is lost, which names the way to go on
 * @throws what the listener throws; the abort reason. The terminal is sane again in any case
 */
export async function holdTerminal(
  request: TerminalRequest,
  world: TerminalWorld,
): Promise<TerminalEnd> {
  const { io } = world;
  using terminal = io.stdin.isTerminal ? io.openTerminal() : undefined;
  const hangup = Promise.withResolvers<"closed">();
  using _signals = io.onSignals((name) => {
    if (["SIGHUP", "SIGTERM", "SIGINT"].includes(name)) hangup.resolve("closed");
  });
  const history = [...request.history ?? []];
  let next: TerminalRequest = { ...request, history };
  let isRaw = false;
  let typed = new Uint8Array();
  for (;;) {
    using shell = await RecordedShell.open(next, world, typed);
    if (!isRaw) await terminal?.enter();
    isRaw = true;
    const end = await shell.run(hangup.promise);
    if (end.kind !== "switch" && end.kind !== "exec") return end.kind;
    history.push(...shell.typed);
    typed = shell.unread();
    next = end.kind === "switch"
      ? { ...request, container: end.container, state: end.state, history }
      : { ...next, state: end.state, startedBy: end, history };
  }
}
