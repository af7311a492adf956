import type { Manager } from "./manager.ts";
import { onlyVersions, wordPins } from "./word_pins.ts";

/** A package's name without a version (`=`, `~`, `<`), a repository's tag (`@`) or a `!`. */
const bareName = /^[A-Za-z0-9_][A-Za-z0-9+._-]*$/;

/** Alpine's package manager. */
export const apk: Manager = {
  program: /^apk$/,
  kind: "system",
  verbs: {
    add: "install",
    fix: "install",
    upgrade: "upgrade",
    del: "remove",
    update: "lists",
    cache: "clean",
  },
  lists: "own",
  valued:
    /^(-[a-zA-Z]*[tXp]|--(virtual|repository|root|arch|keys-dir|cache-dir|cache-max-age|repositories-file|timeout|wait|progress-fd))$/,
  flags: [{ verbs: ["add", "fix", "upgrade"], flag: "--no-cache", unless: /^--no-cache$/ }],
  pins: wordPins({
    verbs: ["add"],
    name: (word) => bareName.test(word) && !word.endsWith(".apk") ? word : undefined,
    pinned: (word, version) => `${word}=${version}`,
    // All of them: asked for single ones, versions of apk print different things.
    query: () => "apk info -v",
    versions: (output) =>
      onlyVersions(
        [...output.matchAll(/^(\S+)-(\d[^-\s]*-r\d+)(?=\s|$)/gm)]
          .map(([, name, version]) => [name, version] as const),
      ),
  }),
};
