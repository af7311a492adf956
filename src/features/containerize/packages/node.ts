import { quoteWord } from "../shell_words.ts";
import { type Call, flagsOf, type Manager, managerWords, programName } from "./manager.ts";
import { callUpTo, onlyVersions, quoted, wordPins } from "./word_pins.ts";

/** `name`, `@scope/name`, with a tag (`@latest`, which moves on) or nothing behind it. */
const bareName = /^((?:@[a-z0-9._~-]+\/)?[a-z0-9][a-z0-9._~-]*)(?:@[a-z][a-z-]*)?$/i;

/** Prints the versions of the packages named behind it that lie in the current folder. */
const printVersions =
  'for (const n of process.argv.slice(1)) try { console.log(n, require(process.cwd() + "/" + n + "/package.json").version) } catch {}';

/** Where npm, pnpm and yarn look for the project when they are told nothing. */
const manifests = new Map([
  ["npm", /^(package(-lock)?\.json|npm-shrinkwrap\.json|\.npmrc)$/],
  ["pnpm", /^(package\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|\.npmrc)$/],
  ["yarn", /^(package\.json|yarn\.lock|\.yarnrc(\.yml)?|\.npmrc)$/],
]);

const pins = wordPins({
  verbs: ["install", "i", "add", "global add"],
  name: (word) => /\.(tgz|gz)$/.test(word) ? undefined : bareName.exec(word)?.[1],
  pinned: (word, version) => `${bareName.exec(word)![1]}@${version}`,
  query: (call, names, paths) =>
    `cd ${folderIn(paths, names) ?? folder(call)} && node -e '${printVersions}' ${quoted(names)}`,
  versions: (output) =>
    onlyVersions(
      [...output.matchAll(/^(\S+) (\d\S*)$/gm)].map(([, name, version]) =>
        [name, version] as const
      ),
    ),
});

/** npm, pnpm and yarn. */
export const node: Manager = {
  program: /^(npm|pnpm|yarn)$/,
  kind: "language",
  verbs: {
    install: "install",
    i: "install",
    add: "install",
    "global add": "install",
    ci: "install",
    "clean-install": "install",
    update: "upgrade",
    upgrade: "upgrade",
    uninstall: "remove",
    remove: "remove",
    rm: "remove",
    "global remove": "remove",
    cache: "clean",
  },
  valued:
    /^(-[CLw]|--(prefix|dir|cwd|registry|cache|userconfig|globalconfig|loglevel|omit|include|tag|workspace|cafile|install-strategy|modules-folder|global-folder|cache-folder|filter))$/,
  flags: [],
  bare: (program, flags) =>
    program === "yarn" && !flags.some((flag) => /^(-[vh]|--(version|help))$/.test(flag))
      ? "install"
      : undefined,
  // pnpm's store holds the installed files themselves: without it the links are no smaller.
  cleaning: (call) => {
    const name = programName(call.simple.words[call.program]);
    if (name === "pnpm") return [];
    return [`${managerWords(call)} cache clean${name === "npm" ? " --force" : ""}`];
  },
  manifests: (call) =>
    isGlobal(call) ? undefined : manifests.get(programName(call.simple.words[call.program])),
  pins: {
    ...pins,
    names: (call) => notesRequest(call) ? [] : pins.names(call),
  },
};

/**
 * True where package.json gets the version as it was asked for: yarn and pnpm turn none into a
 * range, as npm does with any, and their lock files hold the version.
 */
function notesRequest(call: Call): boolean {
  return !isGlobal(call) && programName(call.simple.words[call.program]) !== "npm";
}

/** True for what is installed for everybody and not for the project in the current folder. */
function isGlobal(call: Call): boolean {
  return call.verb.startsWith("global ") ||
    call.simple.words.some(({ raw }) => /^(-g|--global|--location=global)$/.test(raw));
}

/** The folder where the packages have come to lie; undefined where links hide it. */
function folderIn(paths: readonly string[], names: readonly string[]): string | undefined {
  const [name] = names;
  const end = `/node_modules/${name}/package.json`;
  const path = paths.find((path) =>
    path.endsWith(end) && path.indexOf("/node_modules/") === path.length - end.length
  );
  return path && quoteWord(path.slice(0, -`/${name}/package.json`.length));
}

/** The folder that the packages are put in, as a word of a command. */
function folder(call: Call): string {
  const program = callUpTo(call, call.program + 1);
  const prefix = flagsOf(call, /^(-C|--prefix|--dir|--cwd)$/);
  if (programName(call.simple.words[call.program]) === "yarn") {
    return `"$(${program} global dir)/node_modules"`;
  }
  return `"$(${[program, "root", ...isGlobal(call) ? ["-g"] : [], ...prefix].join(" ")})"`;
}
