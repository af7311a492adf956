import { invalidValue } from "./invalid_value.ts";

/** What leaves a container when nothing else is configured. */
const defaultDetachKeys = "ctrl-p,ctrl-q";

const controlCharacters = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

/**
 * The bytes of a key sequence such as `ctrl-p,ctrl-q` or `ctrl-x,d,DEL` (engine.md 3.7).
 *
 * @throws UsageFailure
 */
export function parseDetachKeys(text: string, flag: string): Uint8Array {
  const keys = text.split(",").map((key) => keyByte(key));
  if (keys.every((key) => key !== undefined)) return new Uint8Array(keys);
  throw invalidValue(
    text,
    flag,
    "Write keys with commas between them: letters, ctrl-a to ctrl-z, ctrl-@ [ \\ ] ^ _, or DEL",
  );
}

/** What leaves a session: as bytes that are typed, and as the engine is told. */
export interface DetachKeys {
  bytes: Uint8Array;
  /** Undefined where nobody has chosen: then the engine knows. */
  text: string | undefined;
}

/**
 * The keys that were given, or else those of docker's config.json, or else docker's own.
 *
 * @param given as checked by {@link detachKeysText}
 * @throws UsageFailure when those of config.json are malformed
 */
export function chooseDetachKeys(
  given: string | undefined,
  configured: string | undefined,
): DetachKeys {
  const text = given || configured;
  const source = "detachKeys of config.json";
  return { bytes: parseDetachKeys(text ?? defaultDetachKeys, source), text };
}

/** Checks a key sequence and keeps it as typed, which is how the engine is told. @throws UsageFailure */
export function detachKeysText(text: string, flag: string): string {
  parseDetachKeys(text, flag);
  return text;
}

function keyByte(key: string): number | undefined {
  if (key === "DEL") return 127;
  if (key.startsWith("ctrl-") && key.length === 6) {
    const index = controlCharacters.indexOf(key[5].toLowerCase());
    return index < 0 ? undefined : index;
  }
  const code = key.charCodeAt(0);
  return key.length === 1 && code < 128 ? code : undefined;
}

/**
 * Watches typed bytes for the detach sequence. What may be its beginning is held back until
 * the next byte decides, as docker does.
 */
export class DetachScanner {
  #matched = 0;

  constructor(private readonly keys: Uint8Array) {}

  /**
   * The bytes to pass on, and whether the sequence is complete; what follows it is dropped.
   * The result may be a view into `bytes`.
   */
  push(bytes: Uint8Array): { pass: Uint8Array; detached: boolean } {
    if (this.keys.length === 0) return { pass: bytes, detached: false };
    if (this.#matched === 0 && !bytes.includes(this.keys[0])) {
      return { pass: bytes, detached: false };
    }
    const pass: number[] = [];
    for (const byte of bytes) {
      if (byte === this.keys[this.#matched]) {
        if (++this.#matched === this.keys.length) {
          this.#matched = 0;
          return { pass: new Uint8Array(pass), detached: true };
        }
        continue;
      }
      pass.push(...this.keys.subarray(0, this.#matched));
      this.#matched = byte === this.keys[0] ? 1 : 0;
      if (this.#matched === 0) pass.push(byte);
    }
    return { pass: new Uint8Array(pass), detached: false };
  }
}
