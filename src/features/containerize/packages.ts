import {
  formatChain,
  literalWord,
  parseChain,
  type SimpleCommand,
  type Word,
} from "./shell_words.ts";

/** What a package manager needs to be told to work unattended and to leave no waste. */
interface Manager {
  /** The program's name, by its last path segment. */
  program: RegExp;
  /** `system` packages change seldom and take long; `language` packages change more often. */
  kind: "system" | "language";
  /** Per verb, the flags to add unless one of the alternatives is there already. */
  flags: readonly FlagRule[];
}

interface FlagRule {
  verbs: readonly string[];
  flag: string;
  /** A word that makes the flag needless. */
  unless: RegExp;
  /** Where the flag stands: behind the verb, or before it for flags of the program. */
  before?: boolean;
}

const managers: readonly Manager[] = [
  {
    program: /^apt(-get)?$/,
    kind: "system",
    flags: [
      {
        verbs: ["install"],
        flag: "--no-install-recommends",
        unless: /^--(no-)?install-recommends$/,
      },
      {
        verbs: [
          "install",
          "upgrade",
          "full-upgrade",
          "dist-upgrade",
          "remove",
          "purge",
          "autoremove",
          "build-dep",
        ],
        flag: "-y",
        unless: /^(--yes|--assume-yes|-[a-z]*y[a-z]*|-qq)$/,
      },
    ],
  },
  {
    program: /^(yum|dnf|microdnf)$/,
    kind: "system",
    flags: [{
      verbs: [
        "install",
        "update",
        "upgrade",
        "remove",
        "erase",
        "reinstall",
        "localinstall",
        "groupinstall",
        "autoremove",
      ],
      flag: "-y",
      unless: /^(--assumeyes|-[a-z]*y[a-z]*)$/,
    }],
  },
  {
    program: /^apk$/,
    kind: "system",
    flags: [{ verbs: ["add"], flag: "--no-cache", unless: /^--no-cache$/ }],
  },
  {
    program: /^zypper$/,
    kind: "system",
    flags: [{
      verbs: ["install", "in", "update", "up", "remove", "rm", "refresh"],
      flag: "--non-interactive",
      unless: /^(-n|--non-interactive)$/,
      before: true,
    }],
  },
  {
    program: /^pip[\d.]*$/,
    kind: "language",
    flags: [
      { verbs: ["install"], flag: "--no-cache-dir", unless: /^--no-cache-dir$/ },
      { verbs: ["uninstall"], flag: "-y", unless: /^(-y|--yes)$/ },
    ],
  },
  {
    program: /^(conda|mamba|micromamba)$/,
    kind: "language",
    flags: [{
      verbs: ["install", "create", "update", "remove"],
      flag: "-y",
      unless: /^(-y|--yes)$/,
    }],
  },
  { program: /^(npm|uv|gem|cargo|Rscript)$/, kind: "language", flags: [] },
];

/** What `apt` and `apt-get` both can, and how the latter calls it. */
const aptVerbs = new Map(
  ["update", "install", "upgrade", "dist-upgrade", "remove", "purge", "autoremove", "build-dep"]
    .map((verb) => [verb, verb] as const),
).set("full-upgrade", "dist-upgrade");

/** A package manager at work: which, on what verb. */
interface Call {
  manager: Manager;
  /** Index of the verb (`install`) among the words; -1 when there is none. */
  verb: number;
}

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
  const chain = parseChain(command);
  if (!chain || !chain.some(callOf)) return command;
  return formatChain(chain.map(withFlags));
}

/** True when some package manager's lists are fetched: `apt-get update`, `apk update`. */
export function isListUpdate(simple: SimpleCommand): boolean {
  const call = callOf(simple);
  if (!call || !/^(apt|apt-get|apk)$/.test(programOf(simple))) return false;
  return simple.words[call.verb]?.value === "update";
}

/** True when packages are only taken away, for which no list is needed. */
export function isRemoval(simple: SimpleCommand): boolean {
  const call = callOf(simple);
  return call !== undefined &&
    /^(remove|purge|autoremove|autoclean|clean|del|erase)$/.test(
      simple.words[call.verb]?.value ?? "",
    );
}

/** The system package manager that installs something in the command, by its family. */
export function systemInstaller(simple: SimpleCommand): "apt" | "yum" | "apk" | undefined {
  const call = callOf(simple);
  if (!call || call.manager.kind !== "system" || isListUpdate(simple)) return undefined;
  const program = programOf(simple);
  if (/^apt/.test(program)) return "apt";
  if (program === "apk") return "apk";
  return program === "zypper" ? undefined : "yum";
}

/** The program's name without its folder. */
function programOf(simple: SimpleCommand): string {
  return (simple.words[0]?.value ?? "").replace(/^.*\//, "");
}

function callOf(simple: SimpleCommand): Call | undefined {
  const module = pythonModule(simple.words);
  const program = module === undefined ? programOf(simple) : simple.words[module].value!;
  const manager = managers.find((known) => known.program.test(program));
  if (!manager) return undefined;
  const behind = (module ?? 0) + 1;
  const verb = simple.words.findIndex((word, at) => at >= behind && !word.raw.startsWith("-"));
  return { manager, verb };
}

/** Index of `pip` in `python3 -m pip`. */
function pythonModule(words: readonly Word[]): number | undefined {
  const isModule = /^python[\d.]*$/.test((words[0]?.value ?? "").replace(/^.*\//, "")) &&
    words[1]?.value === "-m" && words[2]?.value !== undefined;
  return isModule ? 2 : undefined;
}

function withFlags(simple: SimpleCommand): SimpleCommand {
  const call = callOf(simple);
  const verb = call && simple.words[call.verb]?.value;
  if (!call || verb === undefined) return simple;
  const words = [...simple.words];
  let at = call.verb;
  if (programOf(simple) === "apt" && aptVerbs.has(verb)) {
    words[0] = literalWord("apt-get");
    words[at] = literalWord(aptVerbs.get(verb)!);
  }
  for (const rule of call.manager.flags) {
    const needless = words.some(({ raw }) => rule.unless.test(raw));
    if (!rule.verbs.includes(verb) || needless) continue;
    words.splice(rule.before ? at : at + 1, 0, literalWord(rule.flag));
    if (rule.before) at++;
  }
  return { assignments: simple.assignments, words };
}
