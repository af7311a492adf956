import { UsageFailure } from "../../lib/failure.ts";
import { concealed } from "./secrets.ts";
import type { SessionFileStep } from "./session_file.ts";
import { quoteWord } from "./shell_words.ts";

/** A step to be done: from a steps file, or once recorded. */
export interface StepToDo {
  /** As LedgerStep.line. */
  line: number;
  command: string;
  /** What a session file knows of it. */
  recorded?: SessionFileStep;
}

/**
 * The steps of a session file with the secrets that were left out of it, which are taken from
 * variables of the same names.
 *
 * @param env the user's environment
 * @throws UsageFailure that names a variable that is not set
 */
export function recordedSteps(
  steps: readonly SessionFileStep[],
  env: Readonly<Record<string, string | undefined>>,
): StepToDo[] {
  return steps.map((recorded, index) => {
    const command = recorded.command.replace(concealed, (_, name) => {
      const value = env[name];
      if (value !== undefined) return `${name}=${quoteWord(value)}`;
      throw new UsageFailure(`Step ${index + 1} needs the secret ${name}`, {
        why: "Session files hold no secrets",
        next: `Set the environment variable ${name} and run dk again; nothing was run`,
      });
    });
    return { line: index + 1, command, recorded };
  });
}

/** Why a recorded step is not run again; undefined when it is. */
export function whyNotRun({ exit, interactive, verdict }: SessionFileStep): string | undefined {
  if (interactive) return "was typed into";
  return exit !== 0 && verdict !== "keep" ? `failed with ${exit}` : undefined;
}
