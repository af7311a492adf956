interface Sample {
  time: number;
  bytes: number;
}

const window = 5_000;

/** Bytes per second over the last five seconds, so that a stalled transfer shows as one. */
export class Rate {
  #samples: Sample[] = [];

  /** Notes how many bytes were done at a time (milliseconds). Fewer than before starts anew. */
  note(time: number, bytes: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ time, bytes });
    while (this.#samples.length > 2 && this.#samples[1].time <= time - window) {
      this.#samples.shift();
    }
  }

  /** Undefined until a second's worth of transfer has been seen. */
  perSecond(now: number): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || now - first.time < 1_000) return undefined;
    return (last.bytes - first.bytes) / ((now - first.time) / 1_000);
  }
}
