import type { ShellState } from "../session/shell_protocol.ts";
import { isUsersVariable } from "./environment.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { secretVariables } from "./secrets.ts";
import { scanShell, withoutHeredocs } from "./shell_scan.ts";
import { parseSimple, quoteWord } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

/** Something that an earlier step gave the shell and a later one uses. */
export interface Definition {
  /** Index of the earlier step. */
  step: number;
  /** What gives it to another shell. */
  text: string;
  /** Id of the build secret that the text reads. */
  secret?: string;
}

/** Options that change what a command does; others only change what it prints or when it stops. */
const effectiveOptions = new Map([
  ["f", "set -f"],
  ["C", "set -C"],
  ...["dotglob", "extglob", "failglob", "globstar", "lastpipe", "nocaseglob", "nocasematch"]
    .concat("nullglob", "xpg_echo").map((name) => [name, `shopt -s ${name}`] as const),
]);

/**
 * Variables and functions, not exported, that step `index` uses and earlier steps have set: as
 * they were typed where nothing else was, else as the shell told them.
 */
export function definitionsFor(ledger: Ledger, index: number): Definition[] {
  const found: Definition[] = [];
  const secrets = secretVariables(ledger);
  const { steps } = ledger;
  let text = steps[index].ran;
  for (let at = index - 1; at >= 0; at--) {
    const { ran, exit, changes } = steps[at];
    if (exit !== 0) continue;
    const typed = typedNames(ran);
    if (typed.some((name) => secrets.has(name))) continue; // setupFor() gives these.
    if (typed.some((name) => uses(text, name)) && significantChanges(changes).length === 0) {
      found.unshift({ step: at, text: ran });
      text += `\n${ran}`;
      continue;
    }
    for (const definition of allTold(steps[at], text)) {
      if (secrets.has(definition.text.split("=", 1)[0])) continue;
      if (found.some((later) => definition.supersededBy.test(later.text))) continue;
      found.unshift({ step: at, text: definition.text });
      text += `\n${definition.text}`;
    }
  }
  return found;
}

/** What must be said before a command so that it finds the umask, options and passing variables. */
export function setupFor(ledger: Ledger, index: number): Definition[] {
  const { before } = ledger.steps[index];
  const setup: Definition[] = [];
  if (before.umask !== ledger.start.umask) {
    const step = changedIn(ledger, index, (state) => state.umask);
    setup.push({ step, text: `umask ${before.umask}` });
  }
  for (const [name, text] of effectiveOptions) {
    const isOn = before.options.includes(name);
    if (isOn === ledger.start.options.includes(name)) continue;
    const step = changedIn(ledger, index, (state) => state.options.includes(name));
    const off = text.startsWith("set") ? text.replace("-", "+") : text.replace("-s", "-u");
    setup.push({ step, text: isOn ? text : off });
  }
  const secrets = secretVariables(ledger);
  for (const name of secrets.keys()) {
    const isSet = before.env[name] !== undefined || before.variables[name] !== undefined;
    if (!isSet) continue;
    const step = changedIn(ledger, index, ({ env, variables }) => env[name] ?? variables[name]);
    const text = `${name in before.env ? "export " : ""}${name}="$(cat /run/secrets/${name})"`;
    setup.push({ step, text, secret: name });
  }
  for (const name of passingVariables(ledger)) {
    if (secrets.has(name)) continue;
    const value = before.env[name];
    if (value === ledger.start.env[name] || value?.includes("\n")) continue;
    const step = changedIn(ledger, index, ({ env }) => env[name]);
    const text = value === undefined ? `unset ${name}` : `export ${name}=${quoteWord(value)}`;
    setup.push({ step, text });
  }
  return setup;
}

/**
 * Exported variables that end as they began: no ENV is needed for them, only the steps between
 * must see them.
 */
export function passingVariables({ start, steps }: Ledger): string[] {
  const end = steps.at(-1)?.after ?? start;
  const names = new Set(steps.flatMap(({ before, after }) => [
    ...Object.keys(before.env),
    ...Object.keys(after.env),
  ]));
  return [...names].sort().filter((name) =>
    isUsersVariable(name) && end.env[name] === start.env[name]
  );
}

/**
 * The last step before `index` that changed what `view` shows of the shell; that step itself where
 * its command brings what it needs, as one does into which a secret was typed.
 */
function changedIn<T>({ steps }: Ledger, index: number, view: (state: ShellState) => T): number {
  const last = steps.findLastIndex(({ before, after }, at) =>
    at < index && view(before) !== view(after)
  );
  return last < 0 ? index : last;
}

/** Names that a step only gives a meaning to: `A=1 B=2`, `name() { ...; }`. */
function typedNames(command: string): string[] {
  const simple = parseSimple(command);
  if (simple && simple.words.length === 0) {
    return simple.assignments.map(({ raw }) => /^\w+/.exec(raw)![0]);
  }
  const name = /^\s*(?:function\s+([\w-]+)|([\w-]+)\s*\(\))/.exec(command);
  return name ? [name[1] ?? name[2]] : [];
}

/** A step's effect on the shell. */
type ShellChange = Pick<LedgerStep, "before" | "after">;

/** What the shell says that a step changed and `text` uses, or what of it `text` uses in turn. */
function allTold(change: ShellChange, text: string) {
  const told = toldDefinitions(change, text);
  // What is found stays found: behind its own assignment a variable is not read any more.
  for (let at = 0; at < told.length; at++) {
    for (const more of toldDefinitions(change, told[at].text)) {
      if (!told.some((one) => one.text === more.text)) told.push(more);
    }
  }
  return told;
}

function toldDefinitions({ before, after }: ShellChange, text: string) {
  const variables = Object.entries(after.variables)
    .filter(([name, value]) => before.variables[name] !== value && reads(text, name))
    .map(([name, value]) => ({
      text: `${name}=${value}`,
      supersededBy: new RegExp(`(^|\\s)${name}=`),
    }));
  const functions = Object.entries(after.functions)
    .filter(([name, value]) => before.functions[name] !== value && uses(text, name))
    .map(([name, value]) => ({
      text: value,
      supersededBy: new RegExp(`^\\s*(function\\s+)?${escape(name)}\\s*\\(\\)`),
    }));
  return [...variables, ...functions];
}

function uses(text: string, name: string): boolean {
  return new RegExp(`(^|[^\\w-])${escape(name)}($|[^\\w-])`).test(text);
}

/** True when a command reads a variable before it could have set it: `$x`, `$((x))`, not `for x`. */
function reads(text: string, name: string): boolean {
  const bare = withoutHeredocs(text);
  const read = new RegExp(
    `\\$\\{?[!#]?${name}(?!\\w)|\\(\\([^)]*\\b${name}\\b|\\b(export|-[vnz])\\s+${name}\\b`,
  ).exec(text);
  if (!read) return false;
  const { bare: code } = scanShell(bare);
  const set = new RegExp(`(^|[\\s;&|(])(for\\s+${name}\\b|${name}=|read\\b[^;&|]*\\b${name}\\b)`)
    .exec(code);
  return !set || read.index < set.index;
}

function escape(name: string): string {
  return name.replace(/[^\w]/g, "\\$&");
}
