import { commandsIn, replaceCommands } from "./commands_in.ts";
import { literalWord, parseChain, type SimpleCommand } from "./shell_words.ts";
import { type Call, effectOf } from "./packages/manager.ts";
import { callOf } from "./packages/managers.ts";

/** How soon a step's result goes stale: slow system packages first, unknown work last. */
export type StepKind = "system" | "language" | "other";

/** What kind of work a command line does. */
export function stepKind(command: string): StepKind {
  const kinds = new Set(parseChain(command)?.map((simple) => callOf(simple)?.manager.kind));
  const [kind] = kinds;
  return kinds.size === 1 && kind ? kind : "other";
}

/**
 * The command line in the form that asks nothing and installs no more than needed: `-y`, no
 * recommended packages, no download cache, `apt-get` for `apt` (which warns in scripts). This is
 * what runs, in the session as in the Dockerfile, so that both install the same.
 */
export function unattended(command: string): string {
  return replaceCommands(command, (simple) => {
    const call = callOf(simple);
    return [call ? withFlags(call) : simple];
  });
}

/** True when nothing but lists of packages is fetched that a later command needs. */
export function isListUpdate(simple: SimpleCommand): boolean {
  const call = callOf(simple);
  return call?.manager.lists !== undefined && effectOf(call) === "lists";
}

/** True when a system package manager installs or removes something. */
export function changesSystem(simple: SimpleCommand): boolean {
  const call = callOf(simple);
  return call?.manager.kind === "system" && effectOf(call) !== "lists";
}

/** Names of files that a command reads where it is called, without being told. */
export function manifestsOf(command: string): RegExp[] {
  return commandsIn(command).flatMap((simple) => {
    const call = callOf(simple);
    return call?.manager.manifests?.(call) ?? [];
  });
}

function withFlags(call: Call): SimpleCommand {
  const { manager, verb } = call;
  const simple = manager.scripted?.(call) ?? call.simple;
  const words = [...simple.words];
  let { at } = call;
  for (const rule of manager.flags) {
    const needless = words.some(({ raw }) => rule.unless.test(raw));
    if (!rule.verbs.includes(verb) || needless) continue;
    words.splice(rule.before ? at : at + 1, 0, literalWord(rule.flag));
    if (rule.before) at++;
  }
  return { assignments: simple.assignments, words };
}
