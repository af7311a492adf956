import { type Environment, setVariables } from "../lib/environment.ts";
import { Failure } from "../lib/failure.ts";
import { join } from "../lib/path.ts";
import type { SshEndpoint } from "./host_address.ts";
import { parseProbe, probeCommand, type RemoteEngine } from "./ssh_probe.ts";

/**
 * Keeps ssh company. It waits at standard input, which ends with dk however dk ends, SIGKILL
 * included; then it ends ssh and removes the private directory. Ctrl-C in the terminal is meant for
 * what runs over the connection, not for ssh, hence the trap (a background job of a shell without
 * job control ignores SIGINT and SIGQUIT, too).
 */
const supervisor = `dir=$1
shift
trap "" INT QUIT
trap : HUP TERM
exec 3<&0
ssh "$@" <&3 3<&- &
ssh=$!
exec >/dev/null 2>&1
read -r _
kill $ssh
wait $ssh
code=$?
rm -rf "$dir"
exit $code`;

/** How long the far side may take from log-in to the probe's answer, in milliseconds. */
const probeTimeoutMs = 15_000;
const keptErrorText = 4096;

/** ssh ended before the connection stood. */
export class SshEnded extends Error {
  override readonly name = "SshEnded";

  /** @param code 255 when ssh itself failed, else the far command's exit code */
  constructor(readonly code: number, readonly lastLine: string) {
    super(lastLine || `ssh ended with code ${code}`);
  }
}

/**
 * One log-in, shared by everything that dk sends to this host: an ssh that holds the control
 * socket in a private directory.
 */
export class SshProcess implements AsyncDisposable {
  #output = "";
  #errorText = "";
  #outputEnded = false;
  #changed = Promise.withResolvers<void>();
  readonly #reading: Promise<unknown>;

  private constructor(
    /** Private, 0700, short enough for a socket's path (108 bytes). */
    readonly directory: string,
    readonly child: Deno.ChildProcess,
    readonly env: Environment,
  ) {
    this.#reading = Promise.all([this.#readOutput(), this.#readErrors()]);
  }

  /** Starts ssh; nothing is known of its success yet. */
  static async start(
    endpoint: SshEndpoint,
    env: Environment,
    interactive: boolean,
  ): Promise<SshProcess> {
    const directory = await privateDirectory(env);
    const child = new Deno.Command("sh", {
      args: [
        "-c",
        supervisor,
        "sh",
        directory,
        ...masterArguments(
          endpoint,
          directory,
          interactive || env.SSH_ASKPASS_REQUIRE !== undefined,
        ),
      ],
      env: setVariables(env),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new SshProcess(directory, child, env);
  }

  /** The last line that ssh wrote to its standard error; empty when there is none. */
  get lastLine(): string {
    return this.#errorText.trimEnd().split(/\r?\n/).at(-1)?.trim() ?? "";
  }

  /** True when ssh is gone, and with it all connections. */
  get hasEnded(): boolean {
    return this.#outputEnded;
  }

  /**
   * What the far side said of its engines; undefined when it lets dk in but runs no commands of
   * its choice (a forced command, which is `docker system dial-stdio` at best).
   *
   * @throws SshEnded when there is no connection
   */
  async remoteEngine(): Promise<RemoteEngine | undefined> {
    for (;;) {
      const found = parseProbe(this.#output);
      if (found) return found;
      if (this.#outputEnded) throw new SshEnded(await this.#end(), this.lastLine);
      if (!await this.#changeWithin(probeTimeoutMs) && await this.#isLoggedIn()) return undefined;
    }
  }

  /** Runs a command of ssh's multiplexer, such as `-O forward`. Resolves with its success. */
  async control(...words: string[]): Promise<boolean> {
    const { success } = await this.command(words).output();
    return success;
  }

  /** An ssh that goes through the connection that stands; the user's configuration is done with. */
  command(words: string[], stdin: "null" | "piped" = "null"): Deno.Command {
    return new Deno.Command("ssh", {
      args: ["-F", "/dev/null", "-o", `ControlPath=${this.#controlPath}`, ...words],
      env: setVariables(this.env),
      stdin,
      stdout: "piped",
      stderr: "piped",
    });
  }

  /** Ends ssh and removes the directory; resolves when both are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
    await this.#reading;
  }

  #ended: Promise<number> | undefined;

  #end(): Promise<number> {
    return this.#ended ??= this.child.stdin.close().then(async () =>
      (await this.child.status).code
    );
  }

  get #controlPath(): string {
    return controlPath(this.directory);
  }

  async #isLoggedIn(): Promise<boolean> {
    try {
      await Deno.lstat(this.#controlPath);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  async #changeWithin(milliseconds: number): Promise<boolean> {
    const timeout = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => timeout.resolve(false), milliseconds);
    try {
      return await Promise.race([this.#changed.promise.then(() => true), timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #readOutput(): Promise<void> {
    for await (const text of this.child.stdout.pipeThrough(new TextDecoderStream())) {
      this.#output = (this.#output + text).slice(-64 * 1024);
      this.#notify();
    }
    this.#outputEnded = true;
    this.#notify();
  }

  async #readErrors(): Promise<void> {
    for await (const text of this.child.stderr.pipeThrough(new TextDecoderStream())) {
      this.#errorText = (this.#errorText + text).slice(-keptErrorText);
    }
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

function controlPath(directory: string): string {
  return join(directory, "c");
}

/** The options that come first win over the user's configuration; all else there counts. */
function masterArguments(endpoint: SshEndpoint, directory: string, mayAsk: boolean): string[] {
  const options = [
    "ConnectTimeout=30",
    "ControlMaster=yes",
    `ControlPath=${controlPath(directory)}`,
    "ControlPersist=no",
    "ClearAllForwardings=yes",
    "RemoteCommand=none",
    ...(mayAsk ? [] : ["BatchMode=yes"]),
  ];
  return [
    "-T",
    ...options.flatMap((option) => ["-o", option]),
    ...destination(endpoint),
    probeCommand(endpoint.socketPath),
  ];
}

/** User, port and host as ssh's arguments. */
export function destination({ user, hostname, port }: SshEndpoint): string[] {
  const login = user === undefined ? [] : ["-l", user];
  return [...login, ...(port === undefined ? [] : ["-p", String(port)]), "--", hostname];
}

/** A new directory for sockets, whose paths may have 108 bytes: a long TMPDIR will not do. */
async function privateDirectory(env: Environment): Promise<string> {
  const parent = env.TMPDIR && env.TMPDIR.length <= 60 ? env.TMPDIR : "/tmp";
  try {
    return await Deno.makeTempDir({ dir: parent, prefix: "dk-" });
  } catch (error) {
    throw new Failure(`Cannot make a directory in ${parent} for the connection over ssh`, {
      why: (error as Error).message,
      next: "Name a writable directory in TMPDIR",
      cause: error,
    });
  }
}
