import { quote } from "../../lib/shell_quote.ts";
import type { ShellState } from "./shell_protocol.ts";
import { assignment } from "./shell_restore.ts";

/** Options that `set` can switch; the others belong to how a shell was started. */
const switchable = "abCfhuvxBEHPTek";
/** Variables that are another shell's business or another container's. */
const passing = new Set(["_", "PWD", "SHLVL", "TERM", "HOSTNAME", "COLUMNS", "LINES", "OLDPWD"]);

/**
 * Shell text that makes a fresh shell, of whose own state nothing is known, like the one of the same
 * kind that the state was read from, as far as the state tells; restoreScript() of shell_restore.ts
 * leads from one known state to another. What the new shell does not allow (a directory that is not
 * there any more, a variable that is read-only) stays as it is.
 *
 * @param given names of the variables that the new shell has been given by its container
 */
export function freshShellScript(state: ShellState, given: readonly string[] = []): string {
  return [
    ...environment(state, given),
    ...Object.entries(state.variables).map(([name, value]) => assignment(name, value)),
    ...Object.values(state.functions),
    ...(state.prompt ? [`PS1=${state.prompt}`] : []),
    ...place(state),
    ...shellOptions(state.options),
    "",
  ].join("\n");
}

/** Shell text that gives a fresh shell what a program has from the shell that starts it. */
export function inheritScript(state: ShellState, given: readonly string[] = []): string {
  return [...environment(state, given), ...place(state), ""].join("\n");
}

function environment({ env }: ShellState, given: readonly string[]): string[] {
  const isOurs = (name: string) => /^[A-Za-z_]\w*$/.test(name) && !passing.has(name);
  return [
    ...given.filter((name) => !passing.has(name) && env[name] === undefined)
      .map((name) => `unset ${name}`),
    ...Object.entries(env).filter(([name]) => isOurs(name))
      .map(([name, value]) => `export ${name}=${quote(value)}`),
  ];
}

function place({ umask, directory }: ShellState): string[] {
  return [`umask ${umask}`, `command cd -- ${quote(directory)}`];
}

function shellOptions(options: readonly string[]): string[] {
  const on = new Set(options);
  const names = options.filter((name) => name.length > 1);
  const letters = [...switchable];
  const shopt = `if [ -n "\${BASH_VERSION-}" ]; then
  for __dk_name in \${BASHOPTS//:/ }; do
    case ' ${names.join(" ")} ' in *" $__dk_name "*) ;; *) shopt -u "$__dk_name" ;; esac
  done
  shopt -s ${names.join(" ")}
fi`;
  return [
    ...(names.length > 0 ? [shopt] : []),
    ...letters.filter((letter) => !on.has(letter)).map((letter) => `command set +${letter}`),
    ...letters.filter((letter) => on.has(letter)).map((letter) => `command set -${letter}`),
  ];
}
