import { copyOutput } from "../../engine/output.ts";
import type { HijackedStream } from "../../engine/transport.ts";
import { FileLister } from "./file_lister.ts";
import type { FileListing } from "./file_listing.ts";
import { MarkedOutput } from "./marked_output.ts";
import {
  encodeRequest,
  freshNonce,
  parseState,
  ReplyParser,
  type ShellReply,
  type ShellState,
  type ShellVerb,
} from "./shell_protocol.ts";

/** How a step ended. */
export interface StepEnd {
  exit: number;
  /** Undefined when the step ended the shell (`exit`, or a failure under `set -e`). */
  state: ShellState | undefined;
}

/** Which shell runs the steps. */
export interface ShellKind {
  name: "bash" | "sh";
  /** True when the image's `/bin/sh` is the same program. */
  isSh: boolean;
  /** Whom it runs as: 0 where the image cannot tell. */
  uid: number;
  gid: number;
}

/** A started program made by shellCommand(), wherever it runs. */
export interface ShellProcess {
  /** Its stdin, stdout and stderr, as frames. */
  stream: HijackedStream;
  /** Its exit code, once it has ended. */
  status(): Promise<number>;
}

/** Where a shell's output goes, and what ends it. */
export interface ShellOptions {
  /** Takes what the steps print, stdout and stderr in their order. */
  output: (bytes: Uint8Array) => Promise<void>;
  signal?: AbortSignal;
}

/** The shell has ended although it was asked something. */
export class ShellEnded extends Error {}

/** The shell of a session that answers to dk. Requests are dealt with in their order. */
export class SessionShell {
  readonly #replies = new ReplyParser();
  readonly #output: MarkedOutput;
  readonly #pump: Promise<never>;
  readonly #lister = new FileLister(async (since) => (await this.#ask("list", since)).fields);
  readonly #waiting: { nonce: string; resolve: (reply: ShellReply) => void }[] = [];
  #sent: Promise<unknown> = Promise.resolve();

  constructor(readonly process: ShellProcess, { output, signal }: ShellOptions) {
    this.#output = new MarkedOutput(output);
    this.#pump = this.#copy(signal);
    this.#pump.catch(() => {}); // Every request races with it and gets its error.
  }

  /** Ends the shell, unless a step is running in it. */
  close(): void {
    this.process.stream.close();
  }

  /** Runs one step and resolves when all its output has been passed on. */
  async run(command: string): Promise<StepEnd> {
    try {
      const { exit, fields } = await this.#ask("run", command);
      const nonce = freshNonce();
      const printed = this.#output.expect(nonce);
      await Promise.all([this.#ask("sync", "", nonce), Promise.race([printed, this.#pump])]);
      return { exit, state: parseState(fields) };
    } catch (error) {
      if (!(error instanceof ShellEnded)) throw error;
      return { exit: await this.process.status(), state: undefined };
    }
  }

  /** The last line, from 1, of each command in `text` that is complete. */
  async split(text: string): Promise<number[]> {
    return (await this.#ask("split", text)).fields.map(Number);
  }

  /** What the shell says against the syntax of `text`; empty when nothing. */
  async explain(text: string): Promise<string> {
    return (await this.#ask("explain", text)).fields.join("").slice(1);
  }

  /** All files of the container; empty where the image has no `find`. */
  async list(): Promise<FileListing> {
    return await this.#lister.list();
  }

  async kind(): Promise<ShellKind> {
    const [path, isSh, uid, gid] = (await this.#ask("about")).fields;
    return {
      name: path.endsWith("/bash") ? "bash" : "sh",
      isSh: isSh === "yes" || path === "/bin/sh",
      uid: Number(uid.slice(1)),
      gid: Number(gid.slice(1)),
    };
  }

  /** What a command prints on stdout, run in a copy of the shell as it is; empty when it fails. */
  async capture(command: string): Promise<string> {
    return (await this.#ask("capture", command)).fields.join("").slice(1);
  }

  /** Waits for the next second, so that what is changed then has another time. */
  async tick(): Promise<void> {
    await this.#ask("tick");
  }

  async #ask(verb: ShellVerb, text = "", nonce = freshNonce()): Promise<ShellReply> {
    const reply = new Promise<ShellReply>((resolve) => this.#waiting.push({ nonce, resolve }));
    this.#sent = this.#sent.then(() => this.#write(encodeRequest(verb, nonce, text)));
    await this.#sent;
    return await Promise.race([reply, this.#pump]);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let left = bytes; left.length > 0;) {
      left = left.subarray(await Promise.race([this.process.stream.write(left), this.#pump]));
    }
  }

  /** Takes in all that the container prints; never resolves, rejects when there is no more. */
  async #copy(signal: AbortSignal | undefined): Promise<never> {
    await copyOutput(this.process.stream, {
      stdout: (bytes) => {
        for (const reply of this.#replies.push(bytes)) {
          if (reply.nonce === this.#waiting.at(0)?.nonce) this.#waiting.shift()!.resolve(reply);
        }
        return Promise.resolve();
      },
      stderr: (bytes) => this.#output.push(bytes),
    }, { tty: false, signal });
    await this.#output.end();
    throw new ShellEnded("The shell has ended");
  }
}
