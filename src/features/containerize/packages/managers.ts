import type { SimpleCommand, Word } from "../shell_words.ts";
import { apk } from "./apk.ts";
import { apt } from "./apt.ts";
import { conda } from "./conda.ts";
import { cargo, gem, pipx } from "./language_tools.ts";
import { type Call, type Manager, programName } from "./manager.ts";
import { node } from "./node.ts";
import { pip } from "./pip.ts";
import { bundler, cpanm, go, luarocks, pdm, pipenv, poetry } from "./project_tools.ts";
import { r } from "./r.ts";
import { rpm } from "./rpm.ts";
import { uv } from "./uv.ts";
import { zypper } from "./zypper.ts";

const managers: readonly Manager[] = [
  apt,
  rpm,
  apk,
  zypper,
  pip,
  uv,
  conda,
  node,
  r,
  pipx,
  gem,
  cargo,
  poetry,
  pdm,
  pipenv,
  bundler,
  go,
  cpanm,
  luarocks,
];

/** The package manager that a command calls to change packages; undefined for any other command. */
export function callOf(simple: SimpleCommand): Call | undefined {
  const program = programIndex(simple.words);
  const name = programName(simple.words[program]);
  const manager = managers.find((known) => known.program.test(name));
  if (!manager) return undefined;
  const found = manager.locate
    ? manager.locate(simple, program)
    : locateVerb(manager, simple.words, program);
  return found && { manager, simple, program, ...found };
}

/** The verb of the table that stands first behind the program and its own flags. */
function locateVerb(
  { verbs, valued, bare }: Manager,
  words: readonly Word[],
  program: number,
): Pick<Call, "verb" | "at"> | undefined {
  let at = program + 1;
  while (words[at]?.raw.startsWith("-")) at += valued.test(words[at].raw) ? 2 : 1;
  const [first, second] = [words[at]?.value, words[at + 1]?.value];
  if (first === undefined && at >= words.length) {
    const flags = words.slice(program + 1).map(({ raw }) => raw);
    const verb = bare?.(programName(words[program]), flags);
    return verb === undefined ? undefined : { verb, at: program };
  }
  if (first === undefined) return undefined;
  if (`${first} ${second}` in verbs) return { verb: `${first} ${second}`, at: at + 1 };
  return Object.hasOwn(verbs, first) ? { verb: first, at } : undefined;
}

/** Programs that run the one named behind them, and their flags with a value. */
const runners = new Map([
  ["sudo", /^-[ugpChTRD]$/],
  ["env", /^-[uSC]$/],
  ["nice", /^-n$/],
  ["time", /^-[fo]$/],
  ["command", /^$/],
  ["nohup", /^$/],
]);

/** How many words stand before the program that they run: `sudo -E`, `env A=1`. */
export function runnerLength(words: readonly Word[]): number {
  let at = 0;
  for (let valued = runners.get(programName(words[at])); valued;) {
    at++;
    while (/^(-|\w+=)/.test(words[at]?.raw ?? "")) at += valued.test(words[at].raw) ? 2 : 1;
    valued = runners.get(programName(words[at]));
  }
  return at;
}

/** Index of the word that names the program: behind a runner and `python3 -m`. */
function programIndex(words: readonly Word[]): number {
  const at = runnerLength(words);
  const isModule = /^python[\d.]*$/.test(programName(words[at])) && words[at + 1]?.raw === "-m";
  return isModule ? at + 2 : at;
}
