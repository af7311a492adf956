/** Output as text, whole. */
export class Transcript {
  readonly #decoder = new TextDecoder();
  readonly #parts: string[] = [];

  push(bytes: Uint8Array): void {
    this.#parts.push(this.#decoder.decode(bytes, { stream: true }));
  }

  text(): string {
    return this.#parts.join("") + this.#decoder.decode();
  }
}
