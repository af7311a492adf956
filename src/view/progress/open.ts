import type { ProgressEvent } from "../../lib/progress_event.ts";
import { PlainProgress } from "./plain.ts";
import { allowsDrawing, type ProgressScreen } from "./screen.ts";
import { TerminalProgress } from "./terminal.ts";

/** The forms of progress that `--progress` names. */
export const progressModes = ["tty", "plain", "json", "quiet"] as const;
/** One of them. */
export type ProgressMode = typeof progressModes[number];

/** Draws progress on stderr; disposing it leaves the terminal as a shell wants it. */
export interface ProgressView extends Disposable {
  event(event: ProgressEvent): void;
}

/**
 * The renderer for a command: the mode asked for, otherwise live lines where stderr is a
 * terminal that can draw them and plain lines elsewhere. `json` writes one event a line.
 */
export function openProgress(mode: ProgressMode | undefined, screen: ProgressScreen): ProgressView {
  switch (mode ?? (allowsDrawing(screen) ? "tty" : "plain")) {
    case "tty":
      return new TerminalProgress(screen);
    case "plain":
      return new PlainProgress(screen);
    case "json":
      return withoutState((event) => screen.stderr.write(`${JSON.stringify(event)}\n`));
    case "quiet":
      return withoutState(() => {});
  }
}

function withoutState(event: (event: ProgressEvent) => void): ProgressView {
  return { event, [Symbol.dispose]() {} };
}
