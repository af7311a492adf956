import type { ShellState } from "../session/shell_protocol.ts";

/** Variables that every shell keeps for itself. */
const shellOwn = new Set(
  ["_", "PWD", "OLDPWD", "SHLVL", "LINES", "COLUMNS", "TERM", "PS1", "PS4"]
    // What it calls itself in the prompt, where an activate of venv or conda has exported that.
    .concat("VIRTUAL_ENV_PROMPT", "CONDA_PROMPT_MODIFIER")
    // An undo leads to another container.
    .concat("HOSTNAME"),
);

/** True for a name that ENV can hold and that no shell keeps for itself. */
export function isUsersVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !shellOwn.has(name);
}

/** A variable that a step exported, or withdrew (value undefined). */
export interface EnvironmentChange {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** What a step changed in the environment of later commands, by name. */
export function environmentChanges(before: ShellState, after: ShellState): EnvironmentChange[] {
  const names = new Set([...Object.keys(before.env), ...Object.keys(after.env)]);
  return [...names].sort()
    .filter(isUsersVariable)
    .map((name) => ({ name, before: before.env[name], after: after.env[name] }))
    .filter(({ before, after }) => before !== after);
}

/**
 * The value as a Dockerfile's ENV line holds it. A value that extends the former one keeps the
 * reference (`/code:$PATH`), so that another base image's PATH is respected.
 */
export function envValue({ name, before, after = "" }: EnvironmentChange): string {
  const at = before ? after.indexOf(before) : -1;
  const extended = before !== undefined && isListPart(after, at, before.length);
  const text = extended
    ? `${escapeEnv(after.slice(0, at))}$${name}${escapeEnv(after.slice(at + before.length))}`
    : escapeEnv(after);
  return /^[\w@%+=:,./$\\-]+$/.test(text) ? text : `"${text}"`;
}

/** True when the former value stands whole between separators, at an end of the new one. */
function isListPart(value: string, at: number, length: number): boolean {
  if (at < 0 || length === 0) return false;
  const end = at + length;
  if (at > 0 && end < value.length) return value[at - 1] === ":" && value[end] === ":";
  if (at > 0) return /\W/.test(value[at - 1]);
  return end < value.length && /[^\w]/.test(value[end]);
}

function escapeEnv(value: string): string {
  return value.replace(/[\\"$]/g, "\\$&");
}
