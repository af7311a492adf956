import { formatChain, literalWord, quoteWord, type Word } from "../shell_words.ts";
import { type Call, operands, type Pins } from "./manager.ts";

/** How a package manager takes a version in the word that names the package. */
interface WordRules {
  /** Verbs whose words are packages. */
  verbs: readonly string[];
  /** The name to look up; undefined for a word that holds a version or can have none. */
  name(word: string): string | undefined;
  /** The word with the version. */
  pinned(word: string, version: string): string;
  told?: Pins["told"];
  query: Pins["query"];
  versions: Pins["versions"];
}

/** Pins of a manager whose packages are words of the command line: `numpy`, `numpy==1.26.4`. */
export function wordPins({ verbs, name, pinned, told, query, versions }: WordRules): Pins {
  const nameAt = ({ simple }: Call, at: number) => {
    const { value } = simple.words[at];
    return value === undefined ? undefined : name(value);
  };
  const wanted = (call: Call) => {
    const { simple, at, verb, manager } = call;
    return verbs.includes(verb) ? operands(simple, at, manager.valued) : [];
  };
  return {
    names: (call) => [...new Set(wanted(call).flatMap((at) => nameAt(call, at) ?? []))],
    told,
    query,
    versions,
    apply(call, installed) {
      const places = new Set(wanted(call));
      const withVersion = (word: Word, at: number) => {
        const known = places.has(at) ? nameAt(call, at) : undefined;
        const version = known === undefined ? undefined : installed.get(known);
        return version === undefined ? word : literalWord(pinned(word.value!, version));
      };
      return [{ ...call.simple, words: call.simple.words.map(withVersion) }];
    },
  };
}

/** The call's words up to `end`, its variables and `sudo` included, as a command to add to. */
export function callUpTo({ simple }: Call, end: number): string {
  return formatChain([{ assignments: simple.assignments, words: simple.words.slice(0, end) }]);
}

/** Names as words of a command. */
export function quoted(names: readonly string[]): string {
  return names.map(quoteWord).join(" ");
}

/** Versions by name from `NAME VERSION` matches; a name with several versions has none. */
export function onlyVersions(pairs: Iterable<readonly [string, string]>): Map<string, string> {
  const versions = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const [name, version] of pairs) {
    if ((versions.get(name) ?? version) !== version) doubtful.add(name);
    versions.set(name, version);
  }
  for (const name of doubtful) versions.delete(name);
  return versions;
}

/** Versions by name from the paths of which a pattern holds both, in that order. */
export function pathVersions(
  paths: readonly string[],
  pattern: RegExp,
  normalized: (name: string) => string,
): Map<string, string> {
  return onlyVersions(paths.flatMap((path) => {
    const [, name, version] = pattern.exec(path) ?? [];
    return name === undefined ? [] : [[normalized(name), version] as const];
  }));
}
