/**
 * Passes a stream of output on and finds the one line in it that dk has asked for: everything
 * before it has been printed before. While no mark is expected, nothing is looked at.
 */
export class MarkedOutput {
  #mark?: { bytes: Uint8Array; found: () => void };
  #held = new Uint8Array();

  /** @param pass takes the output; its bytes are valid during the call only */
  constructor(private readonly pass: (bytes: Uint8Array) => Promise<void>) {}

  /** Resolves when `mark` and what ends it have come; they are not passed on. */
  expect(mark: string, end = "\n"): Promise<void> {
    return new Promise((resolve) => {
      this.#mark = { bytes: new TextEncoder().encode(mark + end), found: resolve };
    });
  }

  async push(chunk: Uint8Array): Promise<void> {
    if (!this.#mark) return await this.pass(chunk);
    const bytes = new Uint8Array(this.#held.length + chunk.length);
    bytes.set(this.#held);
    bytes.set(chunk, this.#held.length);
    const { bytes: mark, found } = this.#mark;
    const at = indexOf(bytes, mark);
    if (at < 0) {
      const safe = Math.max(0, bytes.length - mark.length + 1);
      this.#held = bytes.slice(safe);
      if (safe > 0) await this.pass(bytes.subarray(0, safe));
      return;
    }
    this.#mark = undefined;
    this.#held = new Uint8Array();
    if (at > 0) await this.pass(bytes.subarray(0, at));
    const rest = bytes.subarray(at + mark.length);
    if (rest.length > 0) await this.pass(rest);
    found();
  }

  /** Passes on what was held back for a mark that will not come any more. */
  async end(): Promise<void> {
    const rest = this.#held;
    this.#held = new Uint8Array();
    if (rest.length > 0) await this.pass(rest);
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}
