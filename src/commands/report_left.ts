import type { DkContext } from "../cli/context.ts";

/** Says, on a line of its own, that a container was left running and how to come back. */
export function reportLeft(context: DkContext, id: string): void {
  const short = id.slice(0, 12);
  context.stderr.write(`\ndk: Left container ${short} running; dk attach ${short} comes back\n`);
}
