import { flagsOf, type Manager, managerWords } from "./manager.ts";
import { callUpTo, onlyVersions, pathVersions, wordPins } from "./word_pins.ts";

/** `numpy`, `conda-forge::numpy`; no `=`, `<`, `>` and no glob. */
const bareSpec = /^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)$/;

/** conda, mamba and micromamba. */
export const conda: Manager = {
  program: /^(conda|mamba|micromamba)$/,
  kind: "language",
  verbs: {
    install: "install",
    create: "install",
    "env create": "install",
    "env update": "upgrade",
    update: "upgrade",
    upgrade: "upgrade",
    remove: "remove",
    uninstall: "remove",
    clean: "clean",
  },
  valued:
    /^(-[npcfr]|--(name|prefix|channel|file|solver|root-prefix|repodata-fn|subdir|platform|clone|revision|experimental-solver|category))$/,
  flags: [{
    verbs: ["install", "create", "update", "upgrade", "remove", "uninstall"],
    flag: "-y",
    unless: /^(--yes|-[a-z]*y[a-z]*)$/,
  }],
  cleaning: (call) => [`${managerWords(call)} clean -afy`],
  manifests: (call) =>
    call.verb.startsWith("env ") && flagsOf(call, /^(-f|--file)$/).length === 0
      ? /^environment\.ya?ml$/
      : undefined,
  pins: wordPins({
    verbs: ["install", "create"],
    name: (word) =>
      /\.(ya?ml|txt|conda|bz2)$/.test(word) ? undefined : bareSpec.exec(word)?.[1].toLowerCase(),
    pinned: (word, version) => `${word}=${version}`,
    told: (paths) =>
      pathVersions(
        paths,
        /\/conda-meta\/(.+)-([^-/]+)-[^-/]+\.json$/,
        (name) => name.toLowerCase(),
      ),
    query: (call) =>
      [
        `${callUpTo(call, call.program + 1)} list --json`,
        ...flagsOf(call, /^(-[npr]|--(name|prefix|root-prefix))$/),
      ].join(" "),
    versions: (output) => onlyVersions(listed(output)),
  }),
};

/** What `conda list --json` prints: an array of packages. */
function listed(output: string): [string, string][] {
  const packages = output.matchAll(/\{[^{}]*\}/g);
  return [...packages].flatMap(([text]) => {
    const field = (name: string) => new RegExp(`"${name}":\\s*"([^"]+)"`).exec(text)?.[1];
    const [name, version] = [field("name"), field("version")];
    return name === undefined || version === undefined ? [] : [[name.toLowerCase(), version]];
  });
}
