import type { ByteStream } from "./transport.ts";

/** A child process as a connection: its standard input and output are the two directions. */
export class ProcessStream implements ByteStream {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  #left: Uint8Array = new Uint8Array();
  #answered = false;

  /**
   * @param command with all three streams piped
   * @param explain words the failure when the process ends before its first byte
   */
  constructor(command: Deno.Command, readonly explain: (lastLine: string) => Error) {
    this.#child = command.spawn();
    this.#reader = this.#child.stdout.getReader();
    this.#writer = this.#child.stdin.getWriter();
    this.#errors = new Response(this.#child.stderr).text();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#left.length === 0) {
      const { value, done } = await this.#reader.read();
      if (done) return await this.#atEnd();
      this.#left = value;
    }
    this.#answered = true;
    const count = Math.min(buffer.length, this.#left.length);
    buffer.set(this.#left.subarray(0, count));
    this.#left = this.#left.subarray(count);
    return count;
  }

  async write(data: Uint8Array): Promise<number> {
    // A copy: the stream keeps what it is given, the caller fills its buffer again.
    await this.#writer.write(data.slice());
    return data.length;
  }

  closeWrite(): Promise<void> {
    return this.#writer.close();
  }

  close(): void {
    try {
      this.#child.kill("SIGTERM");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    const released = [
      this.#reader.cancel(),
      this.#writer.abort(),
      this.#errors,
      this.#child.status,
    ];
    // Whoever closes wants no more of it, errors included.
    Promise.allSettled(released);
  }

  async #atEnd(): Promise<null> {
    if (this.#answered) return null;
    const lines = (await this.#errors).trimEnd().split(/\r?\n/);
    const { success } = await this.#child.status;
    if (success) return null;
    throw this.explain(lines.at(-1)?.trim() ?? "");
  }
}
