import type { LedgerStep } from "../ledger.ts";
import { findSecrets } from "../secrets.ts";

/** A command without the secrets that were typed into it. */
export interface LiftedCommand {
  command: string;
  /** Values by the names of the variables that stand for them. */
  secrets: ReadonlyMap<string, string>;
}

/**
 * Puts variables in the place of secrets in the middle of a command: a password in an address, a
 * token behind a flag. The image's build gets them as secrets under these names.
 *
 * @param taken names that are in use for other values
 */
export function liftSecrets(
  command: string,
  taken: ReadonlyMap<string, string> = new Map(),
): LiftedCommand {
  const secrets = new Map<string, string>();
  let lifted = command;
  for (const value of findSecrets(command)) {
    const name = nameFor(value, new Map([...taken, ...secrets]));
    secrets.set(name, value);
    lifted = replaceValue(lifted, value, name);
  }
  return { command: lifted, secrets };
}

/** The step as it may be kept: without the secrets that were typed into its command. */
export function withoutTypedSecrets(
  step: LedgerStep,
  taken: ReadonlyMap<string, string>,
): LedgerStep {
  const { command, secrets } = liftSecrets(step.command, taken);
  if (secrets.size === 0) return step;
  let ran = step.ran;
  for (const [name, value] of secrets) ran = replaceValue(ran, value, name);
  const own = Object.fromEntries([...secrets].map(([name, value]) => [name, `'${value}'`]));
  const known = (state: LedgerStep["before"]) => ({
    ...state,
    variables: { ...state.variables, ...own },
  });
  return { ...step, command, ran, before: known(step.before), after: known(step.after) };
}

function nameFor(value: string, taken: ReadonlyMap<string, string>): string {
  for (let number = 1;; number++) {
    const name = number === 1 ? "TYPED_TOKEN" : `TYPED_TOKEN_${number}`;
    const known = taken.get(name);
    if (known === undefined || known === value) return name;
  }
}

/** In single quotes a variable would not be seen: they end before it and begin again behind. */
function replaceValue(command: string, value: string, name: string): string {
  let out = "";
  let quote = "";
  for (let at = 0; at < command.length;) {
    if (command.startsWith(value, at)) {
      out += quote === "'" ? `'"\${${name}}"'` : `\${${name}}`;
      at += value.length;
      continue;
    }
    const character = command[at];
    if (character === "\\" && quote !== "'") {
      out += command.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (quote === character) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    out += character;
    at++;
  }
  return out;
}
