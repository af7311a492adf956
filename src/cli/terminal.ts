import type { InputStream } from "./context.ts";

/**
 * The terminal behind stdin, to be switched to raw for a while. It becomes sane again on every
 * path: on disposal, and where dk has no say any more (SIGKILL, a crash) by a watchdog.
 */
export class RawTerminal implements Disposable {
  readonly #watchdog: Watchdog | undefined;
  #state: "sane" | "raw" | "paused" = "sane";

  /** Starts the watchdog, whose few milliseconds pass while dk does other things. */
  constructor(readonly stdin: InputStream) {
    this.#watchdog = startWatchdog();
  }

  /** Switches to raw: every key reaches dk as it is typed. Harmless when it is. */
  async enter(): Promise<void> {
    if (this.#state === "raw") return;
    await this.#watchdog?.ready;
    this.stdin.setRaw(true);
    this.#state = "raw";
    this.#watchdog?.arm();
  }

  /**
   * Until dk reads keys again: they wait as they are typed, where a sane terminal would take some for
   * editing a line (ctrl-U); but those that send a signal do so, for dk may be at work meanwhile.
   */
  pause(): void {
    if (this.#state !== "raw") return;
    this.stdin.setRaw(true, { signals: true });
    this.#state = "paused";
    this.#watchdog?.arm();
  }

  /** Puts the terminal back as it was; harmless when it is. */
  [Symbol.dispose](): void {
    // A window that was closed takes no settings any more.
    if (this.#state !== "sane" && this.stdin.isTerminal) this.stdin.setRaw(false);
    this.#state = "sane";
    this.#watchdog?.dismiss();
  }
}

interface Watchdog {
  /** Resolves when the terminal's settings are noted. */
  ready: Promise<unknown>;
  /** Tells that the terminal is as dk has just set it. */
  arm(): void;
  /** Ends it: the terminal may be switched to raw again without its knowing. */
  dismiss(): void;
}

/**
 * Notes the terminal's settings and waits for the end of its stdin, which comes when dk is no more.
 * It puts them back only where the raw ones still stand: dk may have done so itself, and a shell
 * may have set its own. By then it belongs to a background job, hence no SIGTTOU.
 */
const watchdogScript = `
trap '' HUP INT QUIT TERM TSTP TTIN TTOU
exec 3</dev/tty && cooked=$(stty -g <&3) || exit 0
echo ready
raw=
while read -r _; do raw=$(stty -g <&3); done
[ "$(stty -g <&3)" = "$raw" ] && stty "$cooked" <&3
`;

/** Undefined where there is no shell: then dk's own paths must do. */
function startWatchdog(): Watchdog | undefined {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command("/bin/sh", {
      args: ["-c", watchdogScript],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const writer = child.stdin.getWriter();
  // A watchdog that has given up (no /dev/tty) closes its pipe; there is nobody to tell.
  const write = () => writer.write(new TextEncoder().encode("raw\n")).catch(() => {});
  // Not asked to end, which takes a while: it could take the next raw terminal for this one.
  const dismiss = () => {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
      // It has ended by itself.
    }
  };
  // From then on it is not what dk waits for; before, it may be all that keeps dk from ending.
  const ready = child.stdout.getReader().read().finally(() => child.unref());
  return { ready, arm: write, dismiss };
}
