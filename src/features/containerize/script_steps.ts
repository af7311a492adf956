import { UsageFailure } from "../../lib/failure.ts";
import type { SessionShell } from "../session/session_shell.ts";
import { cutSteps, normalizeSteps, type TypedStep } from "../session/steps_file.ts";
import { firstLine } from "./step_failures.ts";

/**
 * Cuts a steps file into its commands, as the shell sees them.
 *
 * @throws UsageFailure when it cannot make sense of the file
 */
export async function readScript(
  shell: SessionShell,
  { text, file }: { text: string; file: string },
): Promise<TypedStep[]> {
  const normal = normalizeSteps(text);
  const { steps, unfinished } = cutSteps(normal, await shell.split(normal));
  if (unfinished) {
    throw new UsageFailure(
      `The shell cannot read the command that begins on line ${unfinished.line} of ${file}: ${
        firstLine(unfinished.command)
      }`,
      {
        why: await shell.explain(unfinished.command) || "It does not end before the file does",
        next: "Correct that line; nothing was run",
      },
    );
  }
  return steps;
}
