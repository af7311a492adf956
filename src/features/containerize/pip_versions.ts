import { formatChain, literalWord, parseChain, type SimpleCommand } from "./shell_words.ts";

/** A distribution's name and nothing else, extras excepted: `numpy`, `requests[socks]`. */
const bareRequirement = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\[[\w.,-]+\])?$/;

/** Flags of `pip install` whose value is a word of its own. */
const valued =
  /^(-r|-c|-e|-i|-t|-f|--(requirement|constraint|editable|index-url|extra-index-url|target|find-links|prefix|root|src|platform|python-version|implementation|abi|proxy|cert|client-cert|timeout|retries|trusted-host|upgrade-strategy|no-binary|only-binary|config-settings|global-option|report|log|cache-dir|progress-bar|python))$/;

/**
 * The commands that list what the pips of a command line have installed; none where every version
 * was asked for.
 */
export function pipListings(command: string): string[] {
  const calls = (parseChain(command) ?? []).filter((simple) => bareWords(simple).length > 0);
  const listings = calls.map(({ assignments, words }) =>
    formatChain([{ assignments, words: words.slice(0, installVerb(words)) }]) +
    " list --format=freeze --disable-pip-version-check"
  );
  return [...new Set(listings)];
}

/** The command line with the versions that were installed, where it asked for none. */
export function withVersions(command: string, listing: string): string {
  const versions = new Map(
    [...listing.matchAll(/^([\w.-]+)==(\S+)$/gm)].map(([, name, version]) =>
      [normalized(name), version] as const
    ),
  );
  const chain = parseChain(command);
  if (!chain || versions.size === 0) return command;
  return formatChain(chain.map((simple) => {
    const bare = bareWords(simple);
    const words = simple.words.map((word, at) => {
      const version = bare.includes(at) && versions.get(normalized(word.value!.split("[")[0]));
      return version ? literalWord(`${word.value}==${version}`) : word;
    });
    return { ...simple, words };
  }));
}

/** Indexes of the words that are names without a version. */
function bareWords({ words }: SimpleCommand): number[] {
  const verb = installVerb(words);
  if (verb < 0) return [];
  return words.flatMap(({ value }, at) => {
    const isOperand = at > verb && !valued.test(words[at - 1].raw);
    return isOperand && value !== undefined && bareRequirement.test(value) ? [at] : [];
  });
}

/** Index of `install` in `pip install`, `python3 -m pip install`; -1 for anything else. */
function installVerb(words: SimpleCommand["words"]): number {
  const program = (words[0]?.value ?? "").replace(/^.*\//, "");
  const isModule = /^python[\d.]*$/.test(program) && words[1]?.raw === "-m" &&
    words[2]?.raw === "pip";
  const verb = isModule ? 3 : /^pip[\d.]*$/.test(program) ? 1 : -1;
  return verb > 0 && words[verb]?.raw === "install" ? verb : -1;
}

/** As PEP 503 compares names. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
