import type { BuildObserver } from "../events.ts";

/** Milliseconds between two lines about a fetch that takes its time. */
const patience = 2000;

/**
 * A fetch by git as a step of the build. It begins with git's first word, so that a question of
 * git's stays on the screen; of what git says only how far it is gets through, now and then.
 */
export class FetchProgress implements Disposable {
  readonly #begun = performance.now();
  #told = this.#begun;
  #state: "silent" | "started" | "ended" = "silent";

  constructor(readonly name: string, readonly observe: BuildObserver) {}

  output(text: string): void {
    this.#start();
    const now = performance.now();
    if (now - this.#told < patience) return;
    // The one sign of progress in every language; the server's own share is over soon.
    const line = text.split(/[\r\n]+/).findLast((line) =>
      /\d%/.test(line) && !line.startsWith("remote:")
    );
    if (line === undefined) return;
    this.#told = now;
    const data = new TextEncoder().encode(`${line.trim()}\n`);
    this.observe({ kind: "output", step: this.name, stream: "stderr", data });
  }

  done(): void {
    this.#start();
    this.#end("done");
  }

  [Symbol.dispose](): void {
    if (this.#state === "started") this.#end("failed");
  }

  #start(): void {
    if (this.#state !== "silent") return;
    this.#state = "started";
    this.observe({ kind: "step", id: this.name, name: this.name, state: "started" });
  }

  #end(state: "done" | "failed"): void {
    this.#state = "ended";
    const seconds = (performance.now() - this.#begun) / 1000;
    this.observe({ kind: "step", id: this.name, name: this.name, state, seconds });
  }
}
