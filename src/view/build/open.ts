import type { BuildEvent } from "../../features/build/events.ts";
import type { ProgressMode } from "../progress/open.ts";
import { allowsDrawing, type ProgressScreen } from "../progress/screen.ts";
import { LiveBuildView } from "./live.ts";
import { PlainBuildView } from "./plain.ts";

/** Draws a build on stderr; disposing it leaves the terminal as a shell wants it. */
export interface BuildView extends Disposable {
  event(event: BuildEvent): void;
}

/**
 * The renderer for a build: the mode asked for, otherwise live lines where stderr is a terminal
 * that can draw them and plain lines elsewhere. `json` writes one event a line.
 */
export function openBuildView(mode: ProgressMode | undefined, screen: ProgressScreen): BuildView {
  switch (mode ?? (allowsDrawing(screen) ? "tty" : "plain")) {
    case "tty":
      return new LiveBuildView(screen);
    case "plain":
      return new PlainBuildView(screen);
    case "json":
      return withoutState((event) => screen.stderr.write(`${eventLine(event)}\n`));
    case "quiet":
      return withoutState(() => {});
  }
}

/** Output is shown as text; bytes that are not UTF-8 are replaced. */
function eventLine(event: BuildEvent): string {
  if (event.kind !== "output") return JSON.stringify(event);
  return JSON.stringify({ ...event, data: undefined, text: new TextDecoder().decode(event.data) });
}

function withoutState(event: (event: BuildEvent) => void): BuildView {
  return { event, [Symbol.dispose]() {} };
}
