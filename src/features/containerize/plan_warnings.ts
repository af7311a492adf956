import { environmentChanges } from "./environment.ts";
import type { Ledger } from "./ledger.ts";
import { secretVariables } from "./secrets.ts";
import { passingVariables } from "./shell_setup.ts";

/** What the user should know about the Dockerfile of a session; one sentence each. */
export function warningsFor(ledger: Ledger): string[] {
  const warnings: string[] = [];
  if (!/@|:[^/]*$/.test(ledger.base) || /:latest$/.test(ledger.base)) {
    warnings.push(
      `Base image ${ledger.base} is a moving target; pin a tag, such as ${
        ledger.base.replace(/:latest$/, "")
      }:VERSION`,
    );
  }
  const secrets = secretVariables(ledger);
  for (const name of secrets.keys()) {
    warnings.push(
      `${name} is taken for a secret: the build gets it as one, the image and its Dockerfile do not`,
    );
  }
  const passing = new Set(passingVariables(ledger));
  for (const { before, after } of ledger.steps) {
    for (const change of environmentChanges(before, after)) {
      if (passing.has(change.name) || secrets.has(change.name)) continue;
      if (change.after === undefined) {
        warnings.push(`A Dockerfile cannot unset ${change.name}; it is set to nothing instead`);
      } else if (change.after.includes("\n")) {
        warnings.push(`ENV cannot hold the several lines of ${change.name}; it is left out`);
      }
    }
  }
  return warnings;
}
