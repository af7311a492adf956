import { isWithin } from "../../lib/path.ts";
import { environmentChanges } from "./environment.ts";
import { usedFailures } from "./failed_steps.ts";
import { secretOf } from "./handmade_item.ts";
import { wasInteractive, withoutInnerShell } from "./interactive_commands.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { concealSecrets, secretVariables } from "./secrets.ts";
import { passingVariables } from "./shell_setup.ts";
import { isSignificant, significantChanges } from "./significant_changes.ts";

/** What the user should know about the Dockerfile of a session; one sentence each. */
export function warningsFor(ledger: Ledger, test: string): string[] {
  const warnings: string[] = [...stepWarnings(ledger, test)];
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

/** Steps that the Dockerfile cannot repeat as they were. */
function stepWarnings({ steps }: Ledger, test: string): string[] {
  const failures = usedFailures(steps, test);
  return steps.flatMap((step, index) => {
    const name = `Step ${step.line} (${concealSecrets(step.command).split("\n")[0]})`;
    const warnings: string[] = [];
    if (failures.has(index)) {
      warnings.push(
        `${name} failed with exit code ${step.exit}, yet files that it left are used later: ` +
          "it is repeated and its failure ignored",
      );
    }
    const typed = wasInteractive(step) ? typedChanges(step) : [];
    if (typed.length > 0) {
      const instead = withoutInnerShell(concealSecrets(step.command));
      warnings.push(
        `${name} cannot be repeated, as what it did was typed into it; the image goes without ${
          listed(typed)
        }${instead ? `: type each command as ${instead}` : ""}`,
      );
    }
    for (const file of step.handmade) {
      const what = isSignificant(file.path) ? secretOf(file) : undefined;
      if (what) warnings.push(`${file.path} holds ${what} and is left out of the image`);
    }
    return warnings;
  });
}

/** What came of a program that was typed into, beside the files that can be copied and their folders. */
function typedChanges({ changes, handmade }: LedgerStep): string[] {
  const waste = changes.filter(({ path }) => !isSignificant(path));
  return significantChanges(changes).map(({ path }) => path)
    .filter((path) => ![...handmade, ...waste].some((file) => isWithin(path, file.path)));
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(", ");
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}
