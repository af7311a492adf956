import { UsageFailure } from "../../lib/failure.ts";
import type { TypedStep } from "../session/steps_file.ts";
import type { Ledger } from "./ledger.ts";
import { parseSimple } from "./shell_words.ts";

/** Names of variables that hold secrets. */
const secretName =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|TOKEN|SECRET|API_?KEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|CREDENTIALS?|AUTH)(_?\d+)?$/i;

/** What a text may hold that nobody else should read; the group `value` is the secret itself. */
const secretTexts: readonly [what: string, pattern: RegExp][] = [
  ["a password in an address", /:\/\/[^\s/:@"'$]*:(?<value>[^\s/@"'$]+)@/],
  ["a token in an address", /:\/\/(?<value>[^\s/:@"'$]{16,})@/],
  [
    "a token in an address",
    /[?&](?:access_token|token|api_?key|password|sig|signature)=(?<value>[^\s&"'$]{6,})/i,
  ],
  ["an access token", /\b(?<value>gh[opsu]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,})/],
  ["an access token", /\b(?<value>xox[abpr]-[\w-]{10,}|npm_\w{36}|hf_\w{30,}|pypi-[\w-]{50,})/],
  ["an access key", /\b(?<value>(?:AKIA|ASIA)[0-9A-Z]{16})\b/],
  ["a signed token", /\b(?<value>eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+)/],
  ["a private key", /-----BEGIN (?<value>[A-Z ]*PRIVATE KEY)-----/],
  ["a login", /\bAuthorization:\s*(?:Basic|Bearer|Token)\s+(?<value>[^\s"'$]{6,})/i],
  ["a password", /(?:^|\s)--(?:password|passwd|token|api-key)[= ](?<value>[^\s"'$-][^\s"'$]*)/],
  [
    "a password",
    /(?:^|[\s;&|])[A-Z_]*(?:PASSWORD|PASSWD|TOKEN|SECRET|API_?KEY|ACCESS_KEY)=["']?(?<value>[^\s"'$;&|)]+)/,
  ],
];

/** Refuses nothing that only sets variables: their values are kept out of all that is written. */
function onlySetsVariables(command: string): boolean {
  const simple = parseSimple(command);
  return simple !== undefined &&
    (simple.words.length === 0 || /^(export|declare|typeset|readonly)$/.test(simple.words[0].raw));
}

/**
 * Refuses steps with a secret in the middle of a command, which would be in the Dockerfile, in the
 * image's history and in its layers.
 *
 * @throws UsageFailure that names the line and not the secret
 */
export function refuseTypedSecrets(steps: readonly TypedStep[], file: string): void {
  for (const { line, command } of steps) {
    const found = onlySetsVariables(command) ? undefined : secretIn(command);
    if (!found) continue;
    throw new UsageFailure(`Line ${line} of ${file} holds ${found.what}`, {
      why: "Whoever gets the image or its Dockerfile could read it; nothing was run",
      next: 'Set it on a line of its own, export NAME_TOKEN=..., and write "$NAME_TOKEN" ' +
        "instead: dk gives it to the build as a secret and keeps it out of the image",
    });
  }
}

/** The first secret that a text spells out. */
export function secretIn(text: string): { what: string; value: string } | undefined {
  for (const [what, pattern] of secretTexts) {
    const value = pattern.exec(text)?.groups?.value;
    if (value !== undefined) return { what, value };
  }
}

/** All secrets that a command spells out, in the middle of it; what only sets variables has none. */
export function findSecrets(command: string): string[] {
  if (onlySetsVariables(command)) return [];
  const values = new Set<string>();
  for (const [, pattern] of secretTexts) {
    const everywhere = new RegExp(pattern.source, `${pattern.flags}g`);
    for (const { groups } of command.matchAll(everywhere)) {
      if (groups?.value !== undefined) values.add(groups.value);
    }
  }
  return [...values];
}

/** True for a variable whose value must not be written anywhere. */
export function isSecretVariable(name: string, value: string): boolean {
  if (value === "" || name === "PWD" || name === "OLDPWD") return false;
  return secretName.test(name) && !/^(\/|\d{1,3}$|true$|false$)/.test(value) ||
    secretIn(value) !== undefined;
}

/** Secrets that steps put into variables, exported or not: values by name, the last one each. */
export function secretVariables({ start, steps }: Ledger): Map<string, string> {
  const secrets = new Map<string, string>();
  for (const { after } of steps) {
    for (const [name, value] of Object.entries({ ...after.variables, ...after.env })) {
      if (start.env[name] !== value && isSecretVariable(name, value)) {
        secrets.set(name, name in after.env ? value : unquoted(value));
      }
    }
  }
  return secrets;
}

/** What concealSecrets() leaves of a variable, its name in a group. */
export const concealed = /\b([A-Za-z_]\w*)=\*\*\*/g;

/** Hides what the variables set by a command are set to, where they are secrets. */
export function concealSecrets(command: string): string {
  return command.replace(
    /\b([A-Za-z_]\w*)=("(?:[^"\\]|\\[^])*"|'[^']*'|[^\s;&|]+)/g,
    (whole, name, value) => isSecretVariable(name, unquoted(value)) ? `${name}=***` : whole,
  );
}

function unquoted(value: string): string {
  return /^(['"])[^]*\1$/.test(value) ? value.slice(1, -1) : value;
}
