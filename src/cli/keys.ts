import type { InputStream } from "./context.ts";

/** A key as an editor of lines understands it. */
export type Key =
  | { kind: "text"; text: string }
  | { kind: KeyName }
  /** The terminal is gone. */
  | { kind: "closed" };

/** Keys that do something else than type themselves. */
export type KeyName =
  | "enter"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "backspace"
  | "delete"
  /** Ctrl-U, ctrl-K, ctrl-W: to the start, to the end, the word before. */
  | "cut-left"
  | "cut-right"
  | "cut-word"
  /** Ctrl-C. */
  | "interrupt"
  /** Ctrl-D. */
  | "end-of-input"
  | "other";

const controls: Readonly<Record<number, KeyName>> = {
  1: "home",
  2: "left",
  3: "interrupt",
  4: "end-of-input",
  5: "end",
  6: "right",
  8: "backspace",
  10: "enter",
  11: "cut-right",
  13: "enter",
  14: "down",
  16: "up",
  21: "cut-left",
  23: "cut-word",
  127: "backspace",
};

/** What stands behind `ESC [` or `ESC O`. */
const sequences: Readonly<Record<string, KeyName>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  "1~": "home",
  "3~": "delete",
  "4~": "end",
  "7~": "home",
  "8~": "end",
};

const escape = 27;

/**
 * Reads keys from a terminal in raw mode, byte by byte, so that nothing that is typed ahead is
 * taken from whoever reads next.
 */
export class KeyReader {
  readonly #buffer = new Uint8Array(1);
  #read: () => Promise<number | null>;

  /** @param until rejects when reading is to stop */
  constructor(stdin: InputStream, until: Promise<never>) {
    this.#read = async () => {
      const count = await Promise.race([stdin.read(this.#buffer), until]);
      return count === null ? null : this.#buffer[0];
    };
  }

  /** The next key. Escape by itself is none: the key behind it counts. */
  async next(): Promise<Key> {
    const byte = await this.#read();
    if (byte === null) return { kind: "closed" };
    if (byte === escape) return await this.#sequence();
    return await this.#key(byte);
  }

  async #key(byte: number): Promise<Key> {
    if (byte === 9) return { kind: "text", text: " " };
    if (byte < 32 || byte === 127) return { kind: controls[byte] ?? "other" };
    const length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const bytes = new Uint8Array(length);
    bytes[0] = byte;
    for (let at = 1; at < length; at++) {
      const more = await this.#read();
      if (more === null) return { kind: "closed" };
      bytes[at] = more;
    }
    return { kind: "text", text: new TextDecoder().decode(bytes) };
  }

  async #sequence(): Promise<Key> {
    const first = await this.#read();
    if (first === null) return { kind: "closed" };
    if (first === escape) return await this.#sequence();
    const letter = String.fromCharCode(first);
    if (letter !== "[" && letter !== "O") return await this.#key(first);
    let text = "";
    for (;;) {
      const byte = await this.#read();
      if (byte === null) return { kind: "closed" };
      text += String.fromCharCode(byte);
      // Parameters are 0x20 to 0x3f; the byte that ends the sequence is above them (ECMA-48, 5.4).
      if (byte >= 0x40 || text.length > 16) return { kind: sequences[text] ?? "other" };
    }
  }
}
