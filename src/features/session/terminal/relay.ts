import { createExec, startExec } from "../../../engine/exec.ts";
import { copyOutput } from "../../../engine/output.ts";
import type { HijackedStream, Transport } from "../../../engine/transport.ts";
import { Failure } from "../../../lib/failure.ts";
import { freshNonce, ReplyParser } from "../shell_protocol.ts";
import { sendInput } from "../../run/pump.ts";
import { ashHooks } from "./ash_hooks.ts";
import { bashHooks } from "./bash_hooks.ts";
import { relayCommand } from "./relay_program.ts";
import { type HookedShell, readMessage, type RelayMessage } from "./report.ts";
import { posixHooks } from "./posix_hooks.ts";

const encoder = new TextEncoder();

/** dk's end of the exec that the hooks of one interactive shell speak through. */
export class Relay implements Disposable {
  readonly #parser = new ReplyParser();
  readonly #messages: RelayMessage[] = [];
  readonly #end: Promise<void>;
  #arrival = Promise.withResolvers<void>();
  #hasEnded = false;
  #sending: Promise<void> = Promise.resolve();

  private constructor(
    readonly stream: HijackedStream,
    readonly nonce: string,
    readonly folder: string,
    signal: AbortSignal | undefined,
  ) {
    this.#end = this.#copy(signal);
    this.#end.catch(() => {}); // next() tells of it.
  }

  /**
   * Starts it in a running container, as the user that the shell will be.
   *
   * @returns it, the kind of shell that there is, and its user's id
   * @throws EngineError 404, 409 when there is no such container or it is not running
   * @throws Failure when dk's folder cannot be made there
   */
  static async start(
    engine: Transport,
    container: string,
    options: { user?: string; signal?: AbortSignal },
  ): Promise<{ relay: Relay; shell: HookedShell; uid: string }> {
    const { user, signal } = options;
    const nonce = freshNonce();
    const folder = `/dev/shm/.dk-${nonce}`;
    const files = {
      bash: bashHooks(folder, nonce),
      ash: ashHooks(folder, nonce),
      posix: posixHooks(folder, nonce),
    };
    const exec = await createExec(engine, container, {
      Cmd: relayCommand(folder, nonce, files),
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      ...(user && { User: user }),
    }, { signal });
    const stream = await startExec(engine, exec, { signal });
    const relay = new Relay(stream, nonce, folder, signal);
    const hello = await relay.next();
    if (hello?.kind === "hello") return { relay, shell: hello.shell, uid: hello.uid };
    relay[Symbol.dispose]();
    throw new Failure("Cannot record commands in the session's container", {
      why: `No folder and FIFO could be made in /dev/shm by its /bin/sh, mkdir and mkfifo`,
      next: "Choose a base image that has these programs",
    });
  }

  /** The next message; undefined when the relay has ended. */
  async next(): Promise<RelayMessage | undefined> {
    while (this.#messages.length === 0) {
      if (this.#hasEnded) {
        await this.#end;
        return undefined;
      }
      await this.#arrival.promise;
      this.#arrival = Promise.withResolvers();
    }
    return this.#messages.shift();
  }

  /** Puts a file into dk's folder. */
  async file(name: string, text: string): Promise<void> {
    const content = encoder.encode(text);
    const head = encoder.encode(`file ${name} ${content.length}\n`);
    const bytes = new Uint8Array(head.length + content.length);
    bytes.set(head);
    bytes.set(content, head.length);
    await this.#send(bytes);
    const done = await this.next();
    if (done?.kind !== "file") throw new Failure(`The session's container does not take ${name}`);
  }

  /** Answers the hook that has sent a report: `go`, `look MARK`, `mark MARK`. */
  async answer(number: string, text: string): Promise<void> {
    await this.#send(encoder.encode(`${number} ${text}\n`));
  }

  /** Prints lines where the word that has sent a report prints. */
  async print(number: string, text: string): Promise<void> {
    const lines = text.replace(/\n$/, "").split("\n").map((line) => `${number} text =${line}=\n`);
    await this.#send(encoder.encode(lines.join("")));
  }

  /** Kills the shell. */
  async endShell(): Promise<void> {
    await this.#send(encoder.encode("end\n"));
  }

  /** Hangs the shell up, if it still runs, and removes dk's folder. */
  [Symbol.dispose](): void {
    this.stream.close();
  }

  async #send(bytes: Uint8Array): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      await sendInput(this.stream, bytes); // A relay that has gone shows in next().
    });
    await this.#sending;
  }

  async #copy(signal: AbortSignal | undefined): Promise<void> {
    const take = (bytes: Uint8Array) => {
      for (const reply of this.#parser.push(bytes)) {
        const message = readMessage(reply, this.nonce);
        if (message) this.#messages.push(message);
      }
      this.#arrival.resolve();
      return Promise.resolve();
    };
    try {
      const ignore = () => Promise.resolve();
      await copyOutput(this.stream, { stdout: take, stderr: ignore }, { tty: false, signal });
    } finally {
      this.#hasEnded = true;
      this.#arrival.resolve();
    }
  }
}
