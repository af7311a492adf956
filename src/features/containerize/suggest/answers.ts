import { UsageFailure } from "../../../lib/failure.ts";
import { isSecretVariable } from "../secrets.ts";

/** The four questions' answers: plain data, to be kept with the project and suggested next time. */
export interface Answers {
  /** Base image. */
  base: string;
  /** Command lines, run before the project is installed. */
  dependencies: readonly string[];
  /** Command lines. */
  install: readonly string[];
  /** `NAME=VALUE`; a value may refer to others: `PATH=/code:$PATH`. */
  environment: readonly string[];
}

/**
 * Checks one variable of the environment.
 *
 * @param source who gave it, such as `--env`
 * @throws UsageFailure for a malformed one and for a secret, which would be in the image
 */
export function checkVariable(variable: string, source: string): string {
  const match = /^([A-Za-z_]\w*)=([^]*)$/.exec(variable);
  if (!match) {
    throw new UsageFailure(`Malformed variable ${JSON.stringify(variable)} for ${source}`, {
      next: "Write it as NAME=VALUE",
    });
  }
  if (isSecretVariable(match[1], match[2])) {
    throw new UsageFailure(`The value of ${match[1]} for ${source} looks like a secret`, {
      why: "Whoever gets the image could read it",
      next: `Leave it out here and give it when the image is run: dk run -e ${match[1]} IMAGE`,
    });
  }
  return variable;
}
