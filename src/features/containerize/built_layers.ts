/**
 * Follows the classic builder's output for the image of the last instruction that it carried out
 * itself: the one to be removed when the build comes to nothing. Taken from the cache, an image
 * belongs to an earlier build; that of FROM is the base.
 */
export class BuiltLayers {
  #instruction = 0;
  #fromCache = false;
  #last: string | undefined;

  /** Takes one piece of output; the builder sends a line or less at a time. */
  push(text: string): void {
    const step = /^Step (\d+)\/\d+ : /.exec(text);
    const image = /^ ---> ([0-9a-f]{12})\n/.exec(text);
    if (step) {
      this.#instruction = Number(step[1]);
      this.#fromCache = false;
    } else if (text.startsWith(" ---> Using cache")) {
      this.#fromCache = true;
    } else if (image && this.#instruction > 1 && !this.#fromCache) {
      this.#last = image[1];
    }
  }

  /** Short id of the newest image of this build's own; undefined before there is one. */
  get last(): string | undefined {
    return this.#last;
  }
}
