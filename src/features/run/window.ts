import { EngineError } from "../../engine/errors.ts";
import { Failure } from "../../lib/failure.ts";
import type { SessionIo, WindowSize } from "./session_io.ts";

/** Tells the engine the size of a container's or an exec's terminal. */
export type Resize = (size: WindowSize) => Promise<void>;

const attempts = 50;
const pauseMilliseconds = 10;

/** How long a program may take to draw its screen again. */
const redrawMilliseconds = 500;

/**
 * Keeps a session's terminal at the size of the caller's window: from the start, and at each
 * change until disposed.
 */
export class WindowFollower implements Disposable {
  readonly #subscription: Disposable;
  #stopped = false;
  #following: Promise<void> = Promise.resolve();

  constructor(readonly io: SessionIo, readonly resize: Resize) {
    this.#subscription = io.onResize(() => this.#follow());
  }

  /**
   * Sets the first size; engines may not take it at once of a program just started. Need not be
   * awaited: it ends with the session.
   */
  async begin(): Promise<void> {
    for (let attempt = 0; attempt < attempts && !this.#stopped; attempt++) {
      if (await this.#apply()) return;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }

  /**
   * Makes a program that draws on the whole screen draw it again, by a size that differs until it does:
   * two changes in a row may be one to it, and none. Need not be awaited.
   *
   * @param printed resolves when it has printed something
   */
  async redraw(printed: Promise<void>): Promise<void> {
    const size = this.io.windowSize();
    if (!size) return;
    await this.#apply({ columns: size.columns + 1, rows: size.rows + 1 });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, redrawMilliseconds);
    });
    await Promise.race([printed, patience]);
    clearTimeout(timer);
    await this.#apply();
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    this.#subscription[Symbol.dispose]();
  }

  /** One request at a time, so that the last size wins. */
  #follow(): void {
    this.#following = this.#following.then(async () => {
      await this.#apply();
    });
  }

  /** False when the engine does not take it (yet). */
  async #apply(size = this.io.windowSize()): Promise<boolean> {
    if (!size || this.#stopped) return true;
    try {
      await this.resize(size);
      return true;
    } catch (error) {
      if (error instanceof EngineError) return false;
      if (error instanceof Failure) return true; // A lost engine shows in the output's end.
      throw error;
    }
  }
}
