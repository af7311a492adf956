import {
  type DkContext,
  type GlobalFlags,
  type InputStream,
  type OutputStream,
  type SignalName,
  SignalReceived,
  type WindowSize,
} from "./context.ts";
import { Failure } from "../lib/failure.ts";
import { launchEnvironment } from "./launch_environment.ts";

const encoder = new TextEncoder();

/** Signals that end dk by default; each aborts the context once. */
const endingSignals: readonly SignalName[] = ["SIGINT", "SIGTERM", "SIGHUP"];

type DenoOutput = typeof Deno.stdout;

function outputStream(name: "stdout" | "stderr"): OutputStream {
  const target: DenoOutput = Deno[name];
  return {
    get isTerminal() {
      return target.isTerminal();
    },
    write(text) {
      let bytes = encoder.encode(text);
      try {
        while (bytes.length > 0) bytes = bytes.subarray(target.writeSync(bytes));
      } catch (error) {
        throw unwritten(name, error);
      }
    },
    async writeBytes(bytes) {
      try {
        while (bytes.length > 0) bytes = bytes.subarray(await target.write(bytes));
      } catch (error) {
        throw unwritten(name, error);
      }
    },
  };
}

/** A reader that has gone is no failure of dk's and stays as it is; all else is explained. */
function unwritten(name: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof Deno.errors.BrokenPipe) return cause;
  return new Failure(`Cannot write to ${name}`, {
    why: cause.message,
    next: "Check the file or device that it goes to",
    cause,
  });
}

const stdin: InputStream = {
  get isTerminal() {
    return Deno.stdin.isTerminal();
  },
  read: (buffer) => Deno.stdin.read(buffer),
  setRaw: (raw, options) => Deno.stdin.setRaw(raw, { cbreak: options?.signals ?? false }),
};

function windowSize(): WindowSize | undefined {
  try {
    return Deno.consoleSize();
  } catch {
    return undefined; // None of the three streams is a terminal.
  }
}

/** Signals seen by one process, and who takes them. */
class Signals {
  readonly #ending = new AbortController();
  readonly #taken = new Map<SignalName, number>();

  constructor() {
    for (const name of endingSignals) {
      Deno.addSignalListener(name, () => {
        if (!this.#taken.get(name)) this.#ending.abort(new SignalReceived(name));
      });
    }
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  take(names: readonly SignalName[], handler: (name: SignalName) => void): Disposable {
    const listeners = names.map((name) => [name, () => handler(name)] as const);
    for (const [name, listener] of listeners) {
      this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
      Deno.addSignalListener(name, listener);
    }
    return {
      [Symbol.dispose]: () => {
        for (const [name, listener] of listeners) {
          this.#taken.set(name, this.#taken.get(name)! - 1);
          Deno.removeSignalListener(name, listener);
        }
      },
    };
  }
}

let knownEnvironment: Record<string, string> | undefined;
let grownCache: string | undefined;

/** The environment as the user has set it, which is then also what child processes inherit. */
function userEnvironment(): Record<string, string> {
  if (knownEnvironment) return knownEnvironment;
  const { changes, ...launch } = launchEnvironment(Deno.env.toObject());
  const { user, calledName } = launch;
  grownCache = launch.grownCache;
  for (const [name, value] of changes) {
    if (value === undefined) Deno.env.delete(name);
    else Deno.env.set(name, value);
  }
  if (calledName !== undefined) user.DK_ARGV0 = calledName;
  return knownEnvironment = user;
}

/** Where the runtime keeps what it caches, when that is to be folded (`foldRuntimeCache`). */
export function grownRuntimeCache(): string | undefined {
  userEnvironment();
  return grownCache;
}

/** The real world: this process's streams, environment, signals and clock. */
export function denoContext(global: GlobalFlags): DkContext {
  let signals: Signals | undefined;
  return {
    stdin,
    stdout: outputStream("stdout"),
    stderr: outputStream("stderr"),
    env: userEnvironment(),
    cwd: Deno.cwd(),
    get signal() {
      signals ??= new Signals();
      return signals.signal;
    },
    now: Date.now,
    account: () => ({ uid: Deno.uid() ?? 0, gid: Deno.gid() ?? 0 }),
    onSignals: (names, handler) => (signals ??= new Signals()).take(names, handler),
    windowSize,
    global,
  };
}
