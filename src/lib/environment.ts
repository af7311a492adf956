/** Variables by name, as a process finds them; undefined stands for one that is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Those that are set, as a child process is given them. */
export function setVariables(env: Environment): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) set[name] = value;
  return set;
}
