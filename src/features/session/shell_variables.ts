/** Variables that a shell sets by itself, and dk's own. */
const kept =
  /^(_|__dk_\w*|BASH\w*|COLUMNS|COMP_\w+|DIRSTACK|EPOCH\w+|EUID|FUNCNAME|GROUPS|HIST\w+|HOST\w+|IFS|LINENO|LINES|MACHTYPE|MAILCHECK|OLDPWD|OPT\w+|OSTYPE|PATH|PIPESTATUS|POSIXLY_CORRECT|PPID|PROMPT_COMMAND|PS[0-9]|PWD|RANDOM|REPLY|SECONDS|SHELL\w*|SHLVL|SRANDOM|TERM|UID)$/;

/** One variable as `set` prints it. */
const assignment =
  /([A-Za-z_]\w*)=((?:[^\n'"\\]|\\[^]|(?<=\$)'(?:[^'\\]|\\[^])*'|'[^']*'|"(?:[^"\\]|\\[^])*")*)(?:\n|$)/gy;

/**
 * Reads what `set` prints, `NAME=value` with the value quoted for the same shell, which may take
 * several lines. Names of the shell's own are left out.
 */
export function parseVariables(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(assignment)) {
    if (!kept.test(name)) variables[name] = value;
  }
  return variables;
}

/** The prompt of the shell in what `set` prints, quoted. */
export function parsePrompt(text: string): string | undefined {
  return [...text.matchAll(assignment)].find(([, name]) => name === "PS1")?.[2];
}

/**
 * Reads what bash's `declare -f` prints: functions by name, each as its definition; dk's
 * own are left out.
 */
export function parseFunctions(text: string): Record<string, string> {
  const definitions = text.matchAll(/^(\S+) \(\) ?\n\{[^]*?\n\}$/gm);
  return Object.fromEntries(
    [...definitions].map(([definition, name]) => [name, definition])
      .filter(([name]) => !/^(dk|__dk_\w*)$/.test(name)),
  );
}
