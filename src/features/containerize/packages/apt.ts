import { literalWord } from "../shell_words.ts";
import { effectOf, type Manager, programName, runnerOf } from "./manager.ts";
import { onlyVersions, quoted, wordPins } from "./word_pins.ts";

/** What `apt` and `apt-get` both can, and how the latter calls it. */
const getVerbs = new Map([
  ...["update", "install", "upgrade", "dist-upgrade", "remove", "purge", "autoremove", "build-dep"]
    .map((verb) => [verb, verb] as const),
  ["full-upgrade", "dist-upgrade"],
]);

const changing = [...getVerbs.keys()].filter((verb) => verb !== "update");

/**
 * A package's name and architecture, without a version (`=`), a suite (`/`) or the sign that takes
 * it away (`-`). Policy 5.6.1; a `+` at the end belongs to names such as g++.
 */
const bareName = /^[a-z0-9][a-z0-9+.-]*[a-z0-9+](:[a-z0-9-]+)?$/;

/** Debian's and Ubuntu's package manager. */
export const apt: Manager = {
  program: /^apt(-get)?$/,
  kind: "system",
  verbs: {
    install: "install",
    reinstall: "install",
    "build-dep": "install",
    upgrade: "upgrade",
    "full-upgrade": "upgrade",
    "dist-upgrade": "upgrade",
    remove: "remove",
    purge: "remove",
    autoremove: "remove",
    update: "lists",
    clean: "clean",
    autoclean: "clean",
  },
  lists: "shared",
  valued:
    /^(-[a-zA-Z]*[octaP]|--(option|config-file|target-release|default-release|host-architecture|build-profiles))$/,
  flags: [
    {
      verbs: ["install"],
      flag: "--no-install-recommends",
      unless: /^--(no-)?install-recommends$/,
    },
    { verbs: changing, flag: "-y", unless: /^(--yes|--assume-yes|-[a-z]*y[a-z]*|-qq)$/ },
  ],
  // apt itself warns in scripts that its words may change.
  scripted({ simple, program, verb, at }) {
    if (programName(simple.words[program]) !== "apt" || !getVerbs.has(verb)) return simple;
    const words = [...simple.words];
    words[program] = literalWord("apt-get");
    words[at] = literalWord(getVerbs.get(verb)!);
    return { ...simple, words };
  },
  cleaning: (call) =>
    /^(install|upgrade|lists)$/.test(effectOf(call))
      ? [`${runnerOf(call)}rm -rf /var/lib/apt/lists/*`]
      : [],
  pins: wordPins({
    verbs: ["install", "reinstall"],
    name: (word) => bareName.test(word) ? word : undefined,
    pinned: (word, version) => `${word}=${version}`,
    query: (_, names) =>
      "dpkg-query -W -f='${Package} ${Architecture} ${Version} ${db:Status-Status}\\n' " +
      quoted(names),
    versions: (output) =>
      onlyVersions(
        [...output.matchAll(/^(\S+) (\S+) (\S+) installed$/gm)]
          .flatMap(([, name, architecture, version]) => [
            [name, version] as const,
            [`${name}:${architecture}`, version] as const,
          ]),
      ),
  }),
};
