import type { Manager } from "./manager.ts";
import { callUpTo, onlyVersions, pathVersions, wordPins } from "./word_pins.ts";

/** A distribution's name and nothing else, extras excepted: `numpy`, `requests[socks]`. */
const bareRequirement = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\[[\w.,-]+\])?$/;

/** Rules for words that are requirements as PEP 508 writes them. */
export const requirementWords = {
  name: (word: string) => {
    const name = bareRequirement.exec(word)?.[1];
    return name === undefined || /\.(txt|in|whl|zip|gz)$/.test(word) ? undefined : normalized(name);
  },
  pinned: (word: string, version: string) => `${word}==${version}`,
  /** Installers make `numpy-1.26.4.dist-info` (PEP 376, PEP 427). */
  told: (paths: readonly string[]) =>
    pathVersions(paths, /\/([^/]+)-(\d[^/-]*)\.dist-info\/METADATA$/, normalized),
  /** What `--format=freeze` prints; what was installed from a folder or address has no version. */
  versions: (output: string) =>
    onlyVersions(
      [...output.matchAll(/^([\w.-]+)==(\S+)$/gm)]
        .map(([, name, version]) => [normalized(name), version] as const),
    ),
};

/** Python's pip. */
export const pip: Manager = {
  program: /^pip[\d.]*$/,
  kind: "language",
  verbs: { install: "install", uninstall: "remove" },
  valued:
    /^(-[a-zA-Z]*[rceitf]|--(requirement|constraint|editable|index-url|extra-index-url|target|find-links|prefix|root|src|platform|python-version|implementation|abi|proxy|cert|client-cert|timeout|retries|trusted-host|upgrade-strategy|no-binary|only-binary|config-settings|global-option|report|log|cache-dir|progress-bar|python))$/,
  flags: [
    { verbs: ["install"], flag: "--no-cache-dir", unless: /^--no-cache-dir$/ },
    { verbs: ["uninstall"], flag: "-y", unless: /^(-y|--yes)$/ },
  ],
  pins: wordPins({
    verbs: ["install"],
    ...requirementWords,
    query: (call) => `${callUpTo(call, call.at)} list --format=freeze --disable-pip-version-check`,
  }),
};

/** As PEP 503 compares names. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
