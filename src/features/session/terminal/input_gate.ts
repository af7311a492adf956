import { SentInput } from "./sent_input.ts";

/** Keys that make a shell run something: Enter, ^D (leave), ^O (run and get the next). */
const running = new Set([0x0a, 0x0d, 0x04, 0x0f]);

const interruptKey = 0x03;

/** How much of what is typed goes on: all, what runs nothing, or nothing. */
export type GateMode = "open" | "editing" | "closed";

/**
 * Stands between the keyboard and the shell. While the last command's effects are looked at, keys go
 * on up to the first that would run the next one; the rest follows when the gate is opened.
 */
export class InputGate {
  readonly sent = new SentInput();
  #mode: GateMode = "open";
  #held: Uint8Array<ArrayBuffer> = new Uint8Array();
  #interrupted: (() => void) | undefined;
  #sending: Promise<void> = Promise.resolve();

  /** @param send passes bytes on; what it is given is valid during the call only */
  constructor(
    private readonly send: (bytes: Uint8Array) => Promise<void>,
    private readonly now: () => number,
  ) {}

  /** Takes what was typed. Waits as long as the shell's terminal is full. */
  async push(bytes: Uint8Array): Promise<void> {
    if (this.#mode === "open" && this.#held.length === 0) return await this.#pass(bytes);
    this.#held = join(this.#held, bytes);
    const interrupt = this.#interrupted ? this.#held.lastIndexOf(interruptKey) : -1;
    if (interrupt >= 0) {
      this.#held = this.#held.slice(interrupt + 1);
      this.#interrupted?.();
    }
    await this.#release();
  }

  /** Puts back what was sent and that nobody has read, before all that is held. */
  putBack(bytes: Uint8Array): void {
    this.#held = join(bytes, this.#held);
  }

  /**
   * @param interrupted for a closed gate: is told of ^C, which with all that was typed before it then
   * goes no further
   */
  async set(mode: GateMode, interrupted?: () => void): Promise<void> {
    this.#mode = mode;
    this.#interrupted = interrupted;
    await this.#release();
  }

  /** What is held, which is then held no more. */
  takeHeld(): Uint8Array<ArrayBuffer> {
    const held = this.#held;
    this.#held = new Uint8Array();
    return held;
  }

  async #release(): Promise<void> {
    const stop = this.#mode === "open" ? -1 : this.#held.findIndex((byte) => running.has(byte));
    const end = this.#mode === "closed" ? 0 : stop < 0 ? this.#held.length : stop;
    if (end === 0) return;
    const pass = this.#held.subarray(0, end);
    this.#held = this.#held.slice(end);
    await this.#pass(pass);
  }

  /** One after the other, as a full terminal takes a part only. */
  async #pass(bytes: Uint8Array): Promise<void> {
    this.sent.push(bytes, this.now());
    const sending = this.#sending.then(() => this.send(bytes));
    this.#sending = sending.catch(() => {}); // Its own caller gets the error.
    await sending;
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
