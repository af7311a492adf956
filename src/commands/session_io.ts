import type { DkContext, SignalName } from "../cli/context.ts";
import { RawTerminal } from "../cli/terminal.ts";
import type { SessionIo } from "../features/run/session_io.ts";

/** Signals that docker's client passes on and that a program can catch (engine.md 3.7). */
const forwarded: readonly SignalName[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGTERM",
  "SIGCONT",
  "SIGTSTP",
  "SIGALRM",
  "SIGTTIN",
  "SIGTTOU",
  "SIGWINCH",
];

/** The command's world as an attached container or exec takes part in it. */
export function sessionIo(context: DkContext): SessionIo {
  const { stdin, stdout, stderr } = context;
  return {
    stdin,
    stdout,
    stderr,
    windowSize: () => context.windowSize(),
    onSignals: (handler) => context.onSignals(forwarded, handler),
    onResize: (handler) => context.onSignals(["SIGWINCH"], handler),
    openTerminal: () => new RawTerminal(stdin),
  };
}
