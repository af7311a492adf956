import { commandsIn, replaceCommands } from "./commands_in.ts";
import { scanShell } from "./shell_scan.ts";
import { formatChain, literalWord, parseChain, type SimpleCommand } from "./shell_words.ts";
import { type Call, effectOf, type Manager } from "./packages/manager.ts";
import { callOf } from "./packages/managers.ts";

/** How soon a step's result goes stale: slow system packages first, unknown work last. */
export type StepKind = "system" | "language" | "other";

/** Redirections that only keep a command quiet. */
const silenced = /\s*\d*(?:(?:>>?|<)\s*\/dev\/null|>&\d)(?=\s|$)/g;

/** What kind of work a command line does. */
export function stepKind(command: string): StepKind {
  const chain = parseChain(command) ?? parseChain(command.replace(silenced, ""));
  const kinds = new Set(chain?.map(kindOf));
  kinds.delete("cleaning");
  const [kind] = kinds;
  return kinds.size === 1 && kind !== "cleaning" && kind || "other";
}

/**
 * A command line that begins with installs (`apt-get install x && pip install y && make`), cut
 * where the kind of manager changes, behind each install of packages of a language, and before the
 * first other command. Any other stays whole, as does one that takes away again what it made.
 */
export function partsByKind(command: string): string[] {
  const chain = parseChain(command) ?? [];
  const kinds = chain.map(kindOf);
  const unknown = kinds.indexOf(undefined);
  const installs = unknown < 0 ? chain.length : unknown;
  const isWhole = installs === 0 || chain.slice(installs).some(takesAway) ||
    chain.slice(1).some(removesPackages);
  if (isWhole) return [command];
  const parts: SimpleCommand[][] = [];
  chain.forEach((simple, at) => {
    const continues = at > installs || at > 0 && (kinds[at] === "cleaning" ||
          kinds[at] === "system" && kinds[at - 1] === "system");
    if (continues) parts.at(-1)!.push(simple);
    else parts.push([simple]);
  });
  return parts.length > 1 ? parts.map(formatChain) : [command];
}

/** True for what makes an image smaller only in the RUN that has made what it removes. */
function takesAway(simple: SimpleCommand): boolean {
  const call = callOf(simple);
  const [program, verb] = simple.words.map(({ raw }) => raw);
  return (call !== undefined && /^(remove|clean)$/.test(effectOf(call))) ||
    /^(npm|pnpm|yarn|bundle|go|cargo|conda|mamba) (prune|clean)$/.test(`${program} ${verb}`) ||
    (program === "rm" && kindOf(simple) !== "cleaning");
}

function kindOf(simple: SimpleCommand): Manager["kind"] | "cleaning" | undefined {
  const { words, assignments } = simple;
  const isCleaning = words.length > 2 && assignments.length === 0 && words[0].raw === "rm" &&
    words.slice(1).every(({ raw }) => /^(-[rf]+|\/var\/(lib\/apt\/lists|cache)\/\S*)$/.test(raw));
  return isCleaning ? "cleaning" : callOf(simple)?.manager.kind;
}

/**
 * The command line in the form that asks nothing and installs no more than needed: `-y`, no
 * recommended packages, no download cache, `apt-get` for `apt` (which warns in scripts). This is
 * what runs, in the session as in the Dockerfile, so that both install the same.
 */
export function unattended(command: string): string {
  return replaceCommands(inARow(command) ?? command, (simple) => {
    const call = callOf(simple);
    return [call ? withFlags(call) : simple];
  });
}

/**
 * `apt update; apt install x` as a chain of `&&`: what one package manager leaves, the next one
 * stands on. Undefined for any other command.
 */
function inARow(command: string): string | undefined {
  const { bare, comment } = scanShell(command);
  const parts = [...bare.matchAll(/;/g)].map(({ index }) => index);
  if (parts.length === 0) return undefined;
  const texts = [...parts, comment].map((end, at) =>
    command.slice(at === 0 ? 0 : parts[at - 1] + 1, end)
  );
  const commands = texts.filter((text) => text.trim() !== "").map(parseChain);
  const isKnown = commands.every((chain) => chain?.every((simple) => callOf(simple)));
  return isKnown && commands.length > 1
    ? formatChain(commands.flatMap((chain) => chain!))
    : undefined;
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

/** True when a system package manager removes something. */
export function removesPackages(simple: SimpleCommand): boolean {
  const call = callOf(simple);
  return call?.manager.kind === "system" && effectOf(call) === "remove";
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
