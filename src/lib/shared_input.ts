/** What bytes are read from: stdin. */
export interface InputSource {
  readonly isTerminal: boolean;
  /**
   * Resolves with the count of bytes put into `buffer`, or null at the end.
   *
   * @param signal gives the read up where the source can do that without a loss
   */
  read(buffer: Uint8Array, signal?: AbortSignal): Promise<number | null>;
}

const bufferSize = 64 * 1024;

/**
 * An input that several readers use in turn. A read of a terminal cannot be taken back; here a
 * reader may stop waiting, and what comes is the next reader's.
 */
export class SharedInput implements InputSource {
  readonly #buffer = new Uint8Array(bufferSize);
  #unread = new Uint8Array();
  #reading: Promise<number | null> | undefined;

  constructor(readonly source: InputSource) {}

  get isTerminal(): boolean {
    return this.source.isTerminal;
  }

  /** @throws the abort reason when `signal` aborts; nothing is lost then */
  async read(buffer: Uint8Array, signal?: AbortSignal): Promise<number | null> {
    signal?.throwIfAborted();
    if (this.#unread.length === 0) {
      this.#reading ??= this.source.read(this.#buffer);
      const count = await unlessAborted(this.#reading, signal);
      this.#reading = undefined;
      if (count === null) return null;
      this.#unread = this.#buffer.subarray(0, count);
    }
    const taken = this.#unread.subarray(0, buffer.length);
    buffer.set(taken);
    this.#unread = this.#unread.subarray(taken.length);
    return taken.length;
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
