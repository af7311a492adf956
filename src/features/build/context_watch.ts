import type { ContextEntry } from "../context/entry.ts";
import { largestPaths } from "../context/largest.ts";
import type { BuildObserver } from "./events.ts";
import { probableSecret } from "./probable_secrets.ts";
import { mayHoldSecret } from "./secret_kinds.ts";

/** Bytes from which a context is called large. */
const largeContext = 100 * 1000 * 1000;
const namedPaths = 5;
/** Warnings of one kind before the rest is only counted. */
const namedSecrets = 5;

/**
 * Looks at the paths that a build is about to take in and warns of what its author will probably
 * not want: a large context, secrets.
 */
export class ContextWatch {
  readonly #files: ContextEntry[] = [];
  #bytes = 0;
  #secrets = 0;

  /**
   * @param root absolute directory of the context
   * @param isCopied whether a path goes into the image at all
   * @param ignoreFile the one that counts, seen from the context
   */
  constructor(
    readonly root: string,
    readonly observe: BuildObserver,
    readonly isCopied: (path: string) => boolean,
    readonly ignoreFile = ".dockerignore",
  ) {}

  /** Takes note of paths; a secret among them is told at once. */
  note(entries: readonly ContextEntry[]): void {
    for (const entry of entries) {
      if (entry.type !== "file") continue;
      this.#bytes += entry.size;
      if (entry.size > 0) this.#files.push(entry);
      if (!mayHoldSecret(entry.name) || !this.isCopied(entry.name)) continue;
      const secret = probableSecret(this.root, entry);
      if (secret && ++this.#secrets <= namedSecrets) {
        this.#notice(
          `${secret.path} probably holds ${secret.what} and would go into the image; ` +
            `keep it out with the line ${secret.line} in ${this.ignoreFile}`,
        );
      }
    }
  }

  /** To be called when all paths are known: before most of their contents have been sent. */
  finish(): void {
    if (this.#secrets > namedSecrets) {
      this.#notice(`${this.#secrets - namedSecrets} more files look like secrets: see dk context`);
    }
    if (this.#bytes <= largeContext) return;
    const largest = largestPaths(this.#files, namedPaths);
    this.observe({ kind: "large-context", bytes: this.#bytes, largest });
  }

  #notice(text: string) {
    this.observe({ kind: "notice", text });
  }
}
