import { flagsOf, type Manager } from "./manager.ts";
import { requirementWords } from "./pip.ts";
import { callUpTo, onlyVersions, wordPins } from "./word_pins.ts";

const verbs = {
  "pip install": "install",
  "pip sync": "install",
  "pip uninstall": "remove",
  "tool install": "install",
  "tool uninstall": "remove",
  "python install": "install",
  venv: "install",
  sync: "install",
  add: "install",
  remove: "remove",
} as const;

/** Which environment `uv pip` works on. */
const place = /^(--system|-p|--python|--target|--prefix)$/;

/** `uv tool list`: "ruff v0.4.1", then its programs, each behind a dash. */
const listedTool = /^([a-z0-9-]+) v(\S+)/gm;

/**
 * uv. What `uv add` writes to pyproject.toml depends on how a version is asked for, so none is
 * added there; uv.lock, which it writes too and `uv sync` reads, holds the versions.
 */
export const uv: Manager = {
  program: /^uv$/,
  kind: "language",
  verbs,
  valued:
    /^(-[rcepfCi]|--(requirements?|constraints?|overrides?|editable|extra|group|python|index-url|default-index|index|extra-index-url|find-links|target|prefix|directory|project|with|exclude-newer|resolution|prerelease|link-mode|no-binary|only-binary|no-build-isolation-package|config-settings?|keyring-provider|color|cache-dir|python-version|python-platform|refresh-package|upgrade-package|reinstall-package|allow-insecure-host|index-strategy|prompt|package|no-group|only-group|config-file))$/,
  flags: [{ verbs: Object.keys(verbs), flag: "--no-cache", unless: /^(-n|--no-cache(-dir)?)$/ }],
  manifests: ({ verb }) =>
    ["sync", "add", "remove"].includes(verb)
      ? /^(pyproject\.toml|uv\.lock|uv\.toml|\.python-version)$/
      : undefined,
  pins: wordPins({
    ...requirementWords,
    verbs: ["pip install", "tool install"],
    query: (call) => {
      const listing = `${callUpTo(call, call.at)} list`;
      if (call.verb !== "pip install") return listing;
      return [listing, "--format=freeze", ...flagsOf(call, place)].join(" ");
    },
    versions: (output) =>
      onlyVersions([
        ...requirementWords.versions(output),
        ...[...output.matchAll(listedTool)].map(([, name, version]) => [name, version] as const),
      ]),
  }),
};
