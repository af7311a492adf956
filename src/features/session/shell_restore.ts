import { quote } from "../../lib/shell_quote.ts";
import type { ShellState } from "./shell_protocol.ts";

/** Variables that every shell keeps for itself, or for its terminal. */
const shellOwn =
  /^(_|PWD|OLDPWD|SHLVL|LINES|COLUMNS|TERM|PS[0-4]|PROMPT_COMMAND|HIST\w+|MAILCHECK|POSIXLY_CORRECT)$/;

/** Letters of `set` that a command may have changed; the others belong to the kind of shell. */
const settableLetters = "abefhkntuvxBCETP";
/** Those that end the shell or print what it does: not for a shell that dk talks to. */
const tellingLetters = "entvx";

/**
 * What brings a shell from one state to another: a program for the same kind of shell, empty when
 * nothing differs. Aliases, traps and attributes such as `readonly` are not known and left alone.
 *
 * @param isDriver true for a shell that dk talks to, which neither ends at an error nor tells what
 * it does
 */
export function restoreScript(
  from: ShellState,
  to: ShellState,
  { isDriver = false }: { isDriver?: boolean } = {},
): string {
  const options = optionChanges(from, to, isDriver);
  const changes = [
    ...environmentChanges(from, to),
    ...variableChanges(from, to),
    ...functionChanges(from, to),
    ...(from.umask === to.umask ? [] : [`umask ${to.umask}`]),
    ...(from.directory === to.directory ? [] : [`cd -- ${quote(to.directory)}`]),
    ...options,
  ];
  return changes.length === 0 ? "" : `${changes.join("\n")}\n`;
}

function environmentChanges({ env: from }: ShellState, { env: to }: ShellState): string[] {
  const isOurs = (name: string) => /^[A-Za-z_]\w*$/.test(name) && !shellOwn.test(name);
  return [
    ...Object.keys(from).filter((name) => isOurs(name) && !(name in to))
      .map((name) => `unset ${name}`),
    ...Object.entries(to).filter(([name, value]) => isOurs(name) && from[name] !== value)
      .map(([name, value]) => `export ${name}=${quote(value)}`),
  ];
}

/**
 * What gives a variable its value, which is quoted for the shell already. `([key]="value")` is an
 * array by name, which bash must be told; `([0]="value")` is not.
 */
export function assignment(name: string, value: string): string {
  return `${/^\(\[(?!\d+\]=)/.test(value) ? "declare -A " : ""}${name}=${value}`;
}

function variableChanges(from: ShellState, to: ShellState): string[] {
  const isOurs = (name: string) => !shellOwn.test(name);
  return [
    ...Object.keys(from.variables)
      .filter((name) => isOurs(name) && !(name in to.variables) && !(name in to.env))
      .map((name) => `unset ${name}`),
    ...Object.entries(to.variables)
      .filter(([name, value]) => isOurs(name) && from.variables[name] !== value)
      .flatMap(([name, value]) => {
        const withdrawn = name in from.env || name in from.variables ? [`unset ${name}`] : [];
        return [...withdrawn, assignment(name, value)];
      }),
  ];
}

function functionChanges({ functions: from }: ShellState, { functions: to }: ShellState): string[] {
  return [
    ...Object.keys(from).filter((name) => !(name in to)).map((name) => `unset -f ${name}`),
    ...Object.entries(to).filter(([name, text]) => from[name] !== text).map(([, text]) => text),
  ];
}

function optionChanges(from: ShellState, to: ShellState, isDriver: boolean): string[] {
  const letters = [...settableLetters].filter((each) =>
    !isDriver || !tellingLetters.includes(each)
  );
  const changed = (name: string) => from.options.includes(name) !== to.options.includes(name);
  const sign = (name: string) => to.options.includes(name) ? "-" : "+";
  // Names of `shopt` have more than one letter; a shell without it has none of them.
  const names = new Set([...from.options, ...to.options].filter((name) => name.length > 1));
  const isBash = from.options.some((name) => name.length > 1);
  return [
    ...(isBash ? [...names].filter((name) => changed(name) && !fixedNames.has(name)) : [])
      .map((name) => `shopt ${to.options.includes(name) ? "-s" : "-u"} ${name}`),
    ...letters.filter(changed).map((name) => `set ${sign(name)}${name}`),
  ];
}

/** Options of bash that cannot be set, or belong to the kind of shell. */
const fixedNames = new Set(["login_shell", "restricted_shell", "huponexit", "checkjobs"]);
