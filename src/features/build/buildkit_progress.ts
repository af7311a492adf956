import type { BuildStatus, Vertex, VertexStatus } from "../../buildkit/trace.ts";
import { type FailedStep, OutputTails } from "./build_failure.ts";
import type { BuildObserver } from "./events.ts";

/** BuildKit's own chores, reported only where they take part in what the user asked for. */
const internalPrefix = "[internal] ";

/**
 * Turns BuildKit's reports into events. Every report may repeat what an earlier one said (20.10
 * does so often): an event is made of changes only.
 */
export class BuildkitProgress {
  readonly #vertices = new Map<string, Vertex>();
  readonly #transfers = new Map<string, VertexStatus>();
  readonly #tails = new OutputTails();
  #failed?: Vertex;

  /** @param conceal gives the engine's texts in the user's own words */
  constructor(
    readonly observe: BuildObserver,
    readonly conceal: (text: string) => string = (text) => text,
  ) {}

  take(status: BuildStatus): void {
    for (const vertex of status.vertices) {
      this.#takeVertex({ ...vertex, name: this.conceal(vertex.name) });
    }
    for (const transfer of status.statuses) this.#takeTransfer(transfer);
    for (const { vertex, stream, data, at } of status.logs) {
      this.#tails.add(vertex, data, { at, stream });
      this.observe({ kind: "output", step: vertex, stream, data });
    }
    for (const { short, detail, url } of status.warnings) {
      const text = [short, ...detail, url].filter(Boolean).join("; ");
      this.observe({ kind: "notice", text });
    }
  }

  /** The step that failed first by its own doing, once the build has ended. */
  failedStep(): FailedStep | undefined {
    const vertex = this.#failed;
    if (!vertex) return undefined;
    const code = /exit code: (\d+)/.exec(vertex.error ?? "")?.[1];
    return {
      name: vertex.name,
      tail: this.#tails.of(vertex.digest),
      exitCode: code === undefined ? undefined : Number(code),
    };
  }

  #takeVertex(vertex: Vertex) {
    const known = this.#vertices.get(vertex.digest);
    this.#vertices.set(vertex.digest, vertex);
    const state = stateOf(vertex);
    // A vertex that others cancelled when they failed says so in its error, and is not the cause.
    if (state === "failed" && !isCancelled(vertex)) this.#failed ??= vertex;
    const before = known && stateOf(known);
    if (!state || before === state || (hasEnded(before) && hasEnded(state))) return;
    if (vertex.name.startsWith(internalPrefix) && state !== "failed") return;
    const { digest: id, name, started, completed } = vertex;
    const seconds = started && completed ? completed - started : undefined;
    this.observe({ kind: "step", id, name, state, seconds });
  }

  #takeTransfer(transfer: VertexStatus) {
    const key = `${transfer.vertex} ${transfer.id}`;
    const known = this.#transfers.get(key);
    const done = transfer.completed !== undefined;
    if (known && known.current === transfer.current && Boolean(known.completed) === done) return;
    this.#transfers.set(key, transfer);
    if (this.#vertices.get(transfer.vertex)?.name.startsWith(internalPrefix)) return;
    const { vertex: step, id, name, current, total } = transfer;
    this.observe({ kind: "transfer", step, id: key, label: name || id, current, total, done });
  }
}

function stateOf({ started, completed, cached, error }: Vertex) {
  if (error) return "failed";
  if (cached) return completed ? "cached" : undefined;
  if (completed) return "done";
  return started ? "started" : undefined;
}

/** 20.10 calls some steps cached once it has reported their end. */
function hasEnded(state: ReturnType<typeof stateOf>): boolean {
  return state === "done" || state === "cached";
}

function isCancelled({ error }: Vertex): boolean {
  return /context canceled|code = Canceled/.test(error ?? "");
}
