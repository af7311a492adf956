import { type Dockerfile, type Instruction, shippedStages, textOf } from "./dockerfile.ts";
import {
  isMounted,
  type Manager,
  type PackageCall,
  type PackageRun,
  packageRuns,
} from "./package_calls.ts";
import type { Complaint, Edit, Rule, Surroundings } from "./rule.ts";
import { splitPair } from "./variables.ts";

/** What asks before it changes something, and the flag that answers. */
const questions: Partial<Record<Manager, { verbs: RegExp; flag: string; given: RegExp }>> = {
  apt: {
    verbs: /^(install|upgrade|dist-upgrade|full-upgrade|remove|purge|autoremove|build-dep)$/,
    flag: "-y",
    given: /^(--yes|--assume-yes|-[a-zA-Z]*y[a-zA-Z]*|-qq+|-q=\d+)$/,
  },
  yum: {
    verbs: /^(install|update|upgrade|remove|erase|reinstall|localinstall|group\w+|autoremove)$/,
    flag: "-y",
    given: /^(--assumeyes|-[a-zA-Z]*y[a-zA-Z]*)$/,
  },
  zypper: {
    verbs: /^(install|in|update|up|dist-upgrade|dup|patch|remove|rm)$/,
    flag: "-y",
    given: /^(-[a-zA-Z]*[yn][a-zA-Z]*|--non-interactive|--no-confirm)$/,
  },
  conda: {
    verbs: /^(install|create|update|upgrade|remove)$/,
    flag: "-y",
    given: /^(-[a-zA-Z]*y[a-zA-Z]*|--yes)$/,
  },
};

const missingYes: Rule = {
  id: "MissingYes",
  severity: "error",
  brief: "Package managers are told to ask nothing",
  why: "Nobody can answer in a build: the command gives up and the build fails. Add -y.",
  *find(file) {
    for (const { verb, manager, program, words, fedBy } of allCalls(file)) {
      const question = questions[manager];
      if (!question?.verbs.test(verb.text) || fedBy) continue;
      if (words.some(({ text }) => question.given.test(text))) continue;
      yield {
        at: { start: words[0].start, end: verb.end },
        message: `${program} ${verb.text} asks before it goes on, and gets no answer in a build`,
        edits: [insertBehind(verb, ` ${question.flag}`)],
      };
    }
  },
};

const staleUpdate: Rule = {
  id: "StaleUpdate",
  severity: "warning",
  brief: "Package lists are fetched in the RUN that installs from them",
  why:
    "The layer of a RUN with the update alone is kept for weeks: later installs use old lists, " +
    "and fail when the packages in them are gone.",
  *find(file) {
    for (const { instruction, commands, calls } of packageRuns(file, file.instructions)) {
      const updates = calls.filter(isListUpdate);
      if (updates.length === 0 || updates.length < commands.length) continue;
      const { program } = updates[0];
      yield {
        at: instruction,
        message: `${program} update stands alone in its RUN, so its lists grow old in the cache`,
        next: `Write it as one RUN: ${program} update && ${program} install …`,
      };
    }
  },
};

const packageListsKept: Rule = {
  id: "PackageListsKept",
  severity: "warning",
  brief: "Package lists are removed in the RUN that fetches them",
  why: "Lists of packages (20 to 50 MB) stay in the layer for good unless the same RUN removes " +
    "them. Stages that are not part of the result are not looked at.",
  *find(file, surroundings) {
    for (const run of shippedRuns(file, surroundings)) {
      const update = run.calls.find((call) => call.manager === "apt" && isListUpdate(call));
      if (!update || run.calls.length === run.calls.filter(isListUpdate).length) continue;
      const removed = /\/var\/lib\/apt(\/lists)?\b/;
      const isRemoved = run.calls.some(({ verb }) => verb.text === "dist-clean") ||
        run.commands.some(({ words }) =>
          words[0].text === "rm" && words.some(({ text }) => removed.test(text))
        );
      if (isRemoved || isMounted(file, run.instruction, removed)) continue;
      yield {
        at: { start: update.words[0].start, end: update.verb.end },
        message: "The package lists stay in the layer",
        next: "End this RUN with rm -rf /var/lib/apt/lists/*",
        edits: appended(file, run, "rm -rf /var/lib/apt/lists/*"),
      };
    }
  },
};

/** What leaves downloads behind, and how to prevent it. */
interface Cache {
  verbs: RegExp;
  /** Flag behind the verb that keeps nothing. */
  flag?: string;
  /** Command at the end of the RUN that removes what was kept. */
  clean?: (program: string) => string;
  /** A command in the same RUN that shows that the cache is seen to. */
  cleaned: RegExp;
  mount: RegExp;
  /** Variable that turns the cache off. */
  variable?: string;
}

const caches: Partial<Record<Manager, Cache>> = {
  apk: {
    verbs: /^add$/,
    flag: "--no-cache",
    cleaned: /^rm .*\/var\/cache\/apk|^apk cache clean/,
    mount: /\/(var\/cache|etc)\/apk/,
  },
  yum: {
    verbs: /^(install|update|upgrade|localinstall|group\w+)$/,
    clean: (program) => `${program} clean all`,
    cleaned: /^\S*(yum|dnf) .*clean |^rm .*\/var\/cache\/(yum|dnf)?/,
    mount: /\/var\/cache(\/(yum|dnf|libdnf5))?/,
  },
  zypper: {
    verbs: /^(install|in|update|up|dist-upgrade|dup|patch)$/,
    clean: () => "zypper clean --all",
    cleaned: /^zypper .*(clean|cc)\b|^rm .*\/var\/cache\/zypp/,
    mount: /\/var\/cache(\/zypp)?/,
  },
  pip: {
    verbs: /^(install|wheel|download)$/,
    flag: "--no-cache-dir",
    cleaned: /^\S*pip[\d.]* cache purge|^rm .*\.cache/,
    mount: /\.cache|\/pip/,
    variable: "PIP_NO_CACHE_DIR",
  },
  conda: {
    verbs: /^(install|create|update|upgrade)$/,
    clean: (program) => `${program} clean --all --yes`,
    cleaned: /^\S*(conda|mamba|micromamba) clean|^rm .*\/pkgs/,
    mount: /\/pkgs/,
  },
  npm: {
    verbs: /^(install|i|ci)$/,
    clean: () => "npm cache clean --force",
    cleaned: /^npm cache clean|^rm .*\.npm/,
    mount: /\.npm|\.cache/,
    variable: "npm_config_cache",
  },
};

const packageCacheKept: Rule = {
  id: "PackageCacheKept",
  severity: "warning",
  brief: "Downloaded packages are not kept in the layer",
  why:
    "What a package manager keeps to install it again is of no use in an image. Turn the cache " +
    "off, empty it in the same RUN, or mount one: RUN --mount=type=cache,target=….",
  *find(file, surroundings) {
    for (const run of shippedRuns(file, surroundings)) {
      const seen = new Set<Manager>();
      for (const call of run.calls) {
        const cache = caches[call.manager];
        if (!cache?.verbs.test(call.verb.text) || seen.has(call.manager)) continue;
        if (isSeenTo(file, run, call, cache)) continue;
        if (!cache.flag) seen.add(call.manager);
        yield cacheComplaint(file, run, call, cache);
      }
    }
  },
};

function isSeenTo(file: Dockerfile, run: PackageRun, call: PackageCall, cache: Cache): boolean {
  if (cache.flag && call.words.some(({ text }) => text === cache.flag)) return true;
  if (isMounted(file, run.instruction, cache.mount)) return true;
  if (cache.variable && isSet(file, cache.variable)) return true;
  return run.commands.some(({ words }) =>
    cache.cleaned.test(words.map(({ text }) => text).join(" "))
  );
}

/** True when an ENV or ARG of the file sets the variable. */
function isSet({ instructions }: Dockerfile, variable: string): boolean {
  return instructions.some(({ keyword, words }) =>
    /^(ENV|ARG)$/.test(keyword) && words.some((word) => splitPair(word)[0] === variable)
  );
}

function cacheComplaint(
  file: Dockerfile,
  run: PackageRun,
  { program, verb, words }: PackageCall,
  { flag, clean }: Cache,
): Complaint {
  const complaint = {
    at: { start: words[0].start, end: verb.end },
    message: `${program} ${verb.text} leaves what it downloads in the layer`,
  };
  if (flag) {
    return { ...complaint, next: `Add ${flag}`, edits: [insertBehind(verb, ` ${flag}`)] };
  }
  const last = clean!(program);
  return { ...complaint, next: `End this RUN with ${last}`, edits: appended(file, run, last) };
}

function allCalls(file: Dockerfile): PackageCall[] {
  return packageRuns(file, file.instructions).flatMap(({ calls }) => calls);
}

/** Those of the stages whose layers are part of the result. */
function shippedRuns(file: Dockerfile, { target }: Surroundings): PackageRun[] {
  const instructions: Instruction[] = shippedStages(file, target)
    .flatMap(({ instructions }) => instructions);
  return packageRuns(file, instructions);
}

function isListUpdate({ manager, verb }: PackageCall): boolean {
  return (manager === "apt" || manager === "apk") && verb.text === "update";
}

function insertBehind({ end }: { end: number }, text: string): Edit {
  return { start: end, end, text };
}

/** One more command at the end of a RUN; only where all before it is joined by `&&`. */
function appended(file: Dockerfile, run: PackageRun, command: string): Edit[] | undefined {
  const { body, heredocs } = run.instruction;
  const isChain = run.commands.every(({ before }) => before === "" || before === "&&");
  if (heredocs.length > 0 || !isChain || /[()#]|[;&|]$/.test(textOf(file, body))) return undefined;
  return [insertBehind(body, ` && ${file.escape}\n    ${command}`)];
}

/** Rules about package managers. */
export const packageRules = [missingYes, staleUpdate, packageListsKept, packageCacheKept];
