/** A line sent to the shell. */
export interface SentLine {
  /** When its Enter was sent, milliseconds. */
  at: number;
  /** True when keys were among it that take others back, so that it may have ended up empty. */
  edited: boolean;
  /** True for an Enter alone. */
  blank: boolean;
  /** Bytes sent up to and with its Enter, since the last sync. */
  end: number;
}

const enter = new Set([0x0a, 0x0d]);
/** ^C, ^Z and ^\: what was typed before them is thrown away by the terminal. */
const signals = new Set([0x03, 0x1a, 0x1c]);
const erasing = new Set([0x7f, 0x08, 0x15, 0x17, 0x0b]);
const pasteBegin = "\x1b[200~";
const pasteEnd = "\x1b[201~";
/** A terminal's answer to the question where its cursor is, which busybox asks at each prompt. */
// deno-lint-ignore no-control-regex
const cursorPosition = /\x1b\[\d+;\d+R$/;
const recentLength = 12;

/**
 * What the terminal was sent since the shell's last prompt, so that lines which the shell has read can
 * be told from those that it has not, or a program has. A paste in brackets is part of one line.
 */
export class SentInput {
  #lines: SentLine[] = [];
  #count = 0;
  /** Where the last line ended that the shell has read for nothing. */
  #dropped = 0;
  #lineLength = 0;
  #edited = false;
  #recent = "";
  #inPaste = false;

  push(bytes: Uint8Array, at: number): void {
    for (const byte of bytes) this.#take(byte, at);
  }

  get lines(): readonly SentLine[] {
    return this.#lines;
  }

  /** Bytes sent after the given number of lines. */
  beyond(lines: number): number {
    if (lines === 0) return this.#count - this.#dropped;
    if (this.#lines.length < lines) return 0;
    return this.#count - this.#lines[lines - 1].end;
  }

  /** The shell has read one line and run nothing. */
  dropLine(): void {
    this.#dropped = this.#lines.shift()?.end ?? this.#dropped;
  }

  /** The shell has read all. */
  reset(): void {
    this.#lines = [];
    this.#count = this.#dropped = this.#lineLength = 0;
    this.#edited = false;
  }

  #take(byte: number, at: number): void {
    this.#recent = (this.#recent + String.fromCharCode(byte)).slice(-recentLength);
    if (this.#recent.endsWith(pasteBegin)) this.#inPaste = true;
    if (this.#recent.endsWith(pasteEnd)) this.#inPaste = false;
    if (signals.has(byte)) {
      this.#count = this.#dropped = this.#lineLength = 0;
      this.#edited = false;
      for (const line of this.#lines) line.end = 0;
      return;
    }
    this.#count++;
    if (!enter.has(byte) || this.#inPaste) {
      this.#lineLength++;
      if (byte === 0x52) this.#lineLength -= cursorPosition.exec(this.#recent)?.[0].length ?? 0;
      if (erasing.has(byte)) this.#edited = true;
      return;
    }
    const blank = this.#lineLength === 0;
    this.#lines.push({ at, blank, edited: this.#edited, end: this.#count });
    this.#lineLength = 0;
    this.#edited = false;
  }
}
