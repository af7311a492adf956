/** A program in a pseudo-terminal whose keys and output a bench times. */
export class PtyProgram implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #keys: WritableStreamDefaultWriter<Uint8Array>;
  #printed = "";
  #wake = () => {};
  #count?: { byte: number; seen: number };

  /** @param command a line of shell */
  constructor(command: string, env: Record<string, string> = {}) {
    this.#child = new Deno.Command("script", {
      args: ["--quiet", "--return", "--command", `stty rows 40 cols 120; ${command}`, "/dev/null"],
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#keys = this.#child.stdin.getWriter();
    this.#read();
  }

  /** Types; resolves when the keys are with the terminal. */
  async type(keys: string): Promise<void> {
    await this.#keys.write(new TextEncoder().encode(keys));
  }

  /**
   * Types and waits for what is printed then, without keys for what was printed before as well.
   *
   * @returns milliseconds
   */
  async until(keys: string, shows: string, seconds = 60): Promise<number> {
    if (keys !== "") this.#printed = "";
    const began = performance.now();
    await this.type(keys);
    while (!this.#printed.includes(shows)) {
      const left = began + seconds * 1000 - performance.now();
      if (left < 0) throw new Error(`No ${JSON.stringify(shows)} in ${this.#printed.slice(-500)}`);
      await this.#output(left);
    }
    return performance.now() - began;
  }

  /** Counts a byte in all that is printed from now on; `stop` tells how often it came. */
  count(byte: number): { stop(): number } {
    const counter = this.#count = { byte, seen: 0 };
    return {
      stop: () => {
        this.#count = undefined;
        return counter.seen;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.status;
    await this.#keys.close().catch(() => {}); // Its reader has gone.
  }

  async #output(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(timer);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#child.stdout) {
      const counter = this.#count;
      if (counter) { for (const byte of chunk) if (byte === counter.byte) counter.seen++; }
      // Only the end of a long output is looked at.
      this.#printed = (this.#printed + decoder.decode(chunk, { stream: true })).slice(-100_000);
      this.#wake();
    }
  }
}
