import { Failure } from "../lib/failure.ts";

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const space = 0x20;

/** The longest object accepted, in UTF-16 units: BuildKit's traces reach a few million. */
const maxObjectLength = 64 * 1024 * 1024;
const excerptLength = 200;

/**
 * Takes apart a stream of JSON objects, separated by line ends or by nothing, cut at any byte
 * (engine.md 4.2). Each character is looked at once, however long an object is.
 */
export class JsonObjectParser<T> {
  readonly #decoder = new TextDecoder();
  #depth = 0;
  #inString = false;
  #escaped = false;
  #pending: string[] = [];
  #pendingLength = 0;

  constructor(private readonly maxLength = maxObjectLength) {}

  /**
   * The objects that are complete with this chunk.
   *
   * @throws Failure for anything between objects that is not white space, for an object that is
   * not JSON and for one beyond the length limit
   */
  push(chunk: Uint8Array): T[] {
    return this.#scan(this.#decoder.decode(chunk, { stream: true }));
  }

  /** To be called at the end of the stream. @throws Failure when it ends inside an object */
  end(): void {
    if (this.#depth === 0) return;
    throw new Failure("The engine's answer ended in the middle of a message", {
      next: "Try again; if it happens again, look at the engine's log",
    });
  }

  #scan(text: string): T[] {
    const objects: T[] = [];
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      if (this.#inString) {
        i = this.#skipString(text, i);
        continue;
      }
      const code = text.charCodeAt(i);
      if (code === quote && this.#depth > 0) this.#inString = true;
      else if (code === openBrace && this.#depth++ === 0) start = i;
      else if (code === closeBrace && this.#depth > 0) {
        if (--this.#depth === 0) objects.push(this.#parse(text.slice(start, i + 1)));
      } else if (this.#depth === 0 && code > space) throw notAnObject(text.slice(i));
    }
    if (this.#depth > 0) this.#keep(text.slice(start));
    return objects;
  }

  /** Position of the quote that ends the string, or of the text's last character. */
  #skipString(text: string, from: number): number {
    for (let i = from; i < text.length; i++) {
      if (this.#escaped) this.#escaped = false;
      else {
        const code = text.charCodeAt(i);
        if (code === backslash) this.#escaped = true;
        else if (code === quote) {
          this.#inString = false;
          return i;
        }
      }
    }
    return text.length;
  }

  #keep(part: string): void {
    this.#pending.push(part);
    this.#pendingLength += part.length;
    if (this.#pendingLength > this.maxLength) {
      throw new Failure(`The engine sent a message of more than ${this.maxLength} characters`, {
        next: "Check that the address is a Docker engine's",
      });
    }
  }

  #parse(part: string): T {
    const text = this.#pending.length > 0 ? this.#pending.join("") + part : part;
    this.#pending = [];
    this.#pendingLength = 0;
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw notAnObject(text, error);
    }
  }
}

function notAnObject(text: string, cause?: unknown): Failure {
  return new Failure("The engine sent something else than messages", {
    why: `It begins with ${JSON.stringify(text.slice(0, excerptLength))}`,
    next: "Check that no proxy stands between dk and the engine",
    cause,
  });
}
