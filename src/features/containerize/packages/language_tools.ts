import type { Manager } from "./manager.ts";
import { requirementWords } from "./pip.ts";
import { callUpTo, onlyVersions, wordPins } from "./word_pins.ts";

/** pipx: programs written in Python, each in an environment of its own. */
export const pipx: Manager = {
  program: /^pipx$/,
  kind: "language",
  verbs: { install: "install", uninstall: "remove" },
  valued: /^(-i|--(python|index-url|suffix|pip-args|preinstall|fetch-missing-python))$/,
  flags: [{
    verbs: ["install"],
    flag: "--pip-args=--no-cache-dir",
    unless: /^--pip-args/,
  }],
  pins: wordPins({
    verbs: ["install"],
    ...requirementWords,
    query: (call) => `${callUpTo(call, call.at)} list --short`,
    versions: (output) =>
      onlyVersions(
        [...output.matchAll(/^(\S+) (\d\S*)$/gm)].map(([, name, version]) => [name, version]),
      ),
  }),
};

/** Ruby's and Rust's, known for what they are: their versions are left as they were asked for. */
export const gem: Manager = {
  program: /^gem$/,
  kind: "language",
  verbs: { install: "install", uninstall: "remove", update: "upgrade" },
  valued: /^(-[viPsn]|--(version|install-dir|bindir|source|platform))$/,
  flags: [{ verbs: ["install"], flag: "--no-document", unless: /^(-N|--(no-)?document.*)$/ }],
};

/** Rust's `cargo install`. */
export const cargo: Manager = {
  program: /^cargo$/,
  kind: "language",
  verbs: { install: "install", uninstall: "remove" },
  valued: /^(-[FjZ]|--(version|git|branch|tag|rev|path|root|index|registry|features|target|bin))$/,
  flags: [],
};
