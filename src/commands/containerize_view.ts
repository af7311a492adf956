import type { DkContext } from "../cli/context.ts";
import type { ContainerizeEvent } from "../features/containerize/events.ts";
import { proofText } from "../view/proof_report.ts";
import { openProgress, type ProgressView } from "../view/progress/open.ts";

/** `text`: the work on stderr, the test's stdout on stdout; `json`: all on stderr; `quiet`: nothing. */
export type ContainerizeViewMode = "text" | "json" | "quiet";

/** Draws what containerize tells; notices are printed in every mode. */
export interface ContainerizeView extends Disposable {
  event(event: ContainerizeEvent): void | Promise<void>;
}

/** The view of a mode; to be disposed of before a result is printed. */
export function containerizeView(
  context: DkContext,
  mode: ContainerizeViewMode,
): ContainerizeView {
  return new EventPrinter(context, mode);
}

class EventPrinter implements ContainerizeView {
  #build?: ProgressView;

  constructor(readonly context: DkContext, readonly mode: ContainerizeViewMode) {}

  readonly event = (event: ContainerizeEvent): void | Promise<void> => {
    const { stderr, stdout } = this.context;
    if (event.kind !== "build") this.#endBuild();
    if (event.kind === "notice") return stderr.write(`dk: ${event.text}\n`);
    if (this.mode === "quiet") return;
    switch (event.kind) {
      case "stage":
        return stderr.write(`== ${event.text}\n`);
      case "step":
        return stderr.write(`[${event.number}/${event.of}] ${stepText(event)}\n`);
      case "step-output":
        return stderr.writeBytes(event.bytes);
      case "dockerfile":
        return stderr.write(`== Dockerfile\n${indented(event.text)}`);
      case "proof":
        return stderr.write(indented(proofText(event.proof)));
      case "build":
        this.#build ??= openProgress(undefined, this.context);
        return this.#build.event(event.progress);
      case "test-output": {
        const toStdout = event.stream === "stdout" && this.mode === "text";
        return (toStdout ? stdout : stderr).writeBytes(event.bytes);
      }
    }
  };

  [Symbol.dispose]() {
    this.#endBuild();
  }

  #endBuild() {
    this.#build?.[Symbol.dispose]();
    this.#build = undefined;
  }
}

function stepText({ command, skipped }: { command: string; skipped?: string }): string {
  return skipped ? `(not run again: it ${skipped}) ${command}` : command;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
