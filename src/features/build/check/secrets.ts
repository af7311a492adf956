import { type Dockerfile, type Instruction, type Span, textOf, type Word } from "./dockerfile.ts";
import type { Rule } from "./rule.ts";
import { splitPair, unquoted } from "./variables.ts";

/** A secret that stands in the file. Its text must never be printed. */
export interface FoundSecret {
  instruction: Instruction;
  /** Where to point: the variable's name, or the instruction. */
  at: Span;
  /** What it seems to be: `the variable DB_PASSWORD`, `a GitHub token`. */
  what: string;
  /** The secret text; empty where only a name gives it away. */
  value: string;
}

/** Texts that are secret wherever they stand, and what they are. */
const tellingValues: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/g, "a private key"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, "an AWS access key"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g, "a GitHub token"],
  [/\bglpat-[\w-]{20,}/g, "a GitLab token"],
  [/\bxox[abeoprs]-[\w-]{10,}/g, "a Slack token"],
  [/\bnpm_[A-Za-z0-9]{36}\b/g, "an npm token"],
  [/\bpypi-[\w-]{50,}/g, "a PyPI token"],
  [/\bAIza[\w-]{35}\b/g, "a Google API key"],
  [/\bsk-[A-Za-z0-9_-]{20,}/g, "an API key"],
  [/\bhf_[A-Za-z0-9]{30,}\b/g, "a Hugging Face token"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/g, "a signed token"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'$]*:[^\s/@"'$]+@/gi, "an address with a password"],
];

const tellingName = new RegExp(
  "(^|_)(PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|PWORD|SECRET|TOKEN|CREDENTIALS?|AUTH|APIKEY|KEY$" +
    "|(API|ACCESS|SECRET|PRIVATE|SSH|AUTH|ENCRYPTION|SIGNING|ACCOUNT|MASTER|DEPLOY)_?KEY(_ID)?)(_|$)",
);

/** Names that only tell where a secret is, or what kind it is. */
const harmlessName =
  /(^|_)(PUBLIC|GPG|PGP|CACHE|SORT|PARTITION|PRIMARY|FOREIGN|MAX|MIN|FILE|PATH|DIR|NAME|URL|URI|HOST|TYPE|LENGTH|EXPIRY|EXPIRATION|TTL|TIMEOUT|HEADER|MODE|METHOD|ENABLED|REQUIRED|FINGERPRINT)(_|$)|^(OLD)?PWD$/;

/** Every secret in the file; the values serve to keep them out of what other rules print. */
export function findSecrets(file: Dockerfile): FoundSecret[] {
  return file.instructions.flatMap((instruction) => {
    const named = namedSecrets(file, instruction);
    const others = valuesIn(file, instruction)
      .filter(({ value }) => !named.some((known) => known.value.includes(value)));
    return [...named, ...others];
  });
}

function namedSecrets(file: Dockerfile, instruction: Instruction): FoundSecret[] {
  return assignments(file, instruction).flatMap(({ name, value }) => {
    const isEmpty = value === "" || value === undefined && instruction.keyword === "ENV";
    if (isEmpty || !isSecretName(name.text)) return [];
    const what = `the variable ${name.text}`;
    return [{ instruction, at: name, what, value: value ?? "" }];
  });
}

/** True for `DB_PASSWORD`, `githubToken`, not for `TOKEN_URL`. */
function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/[-.]/g, "_").toUpperCase();
  return tellingName.test(words) && !harmlessName.test(words);
}

interface Assignment {
  name: Word;
  value: string | undefined;
}

/** What an ARG or ENV sets, the old form with a space included. */
function assignments(file: Dockerfile, { keyword, words, body }: Instruction): Assignment[] {
  if (keyword !== "ARG" && keyword !== "ENV" || words.length === 0) return [];
  const isOldForm = keyword === "ENV" && !words[0].text.includes("=");
  if (isOldForm) {
    const value = words[1] && file.text.slice(words[1].start, body.end);
    return [{ name: words[0], value: value && unquoted(value) }];
  }
  return words.map((word) => {
    const [name, value] = splitPair(word);
    const end = word.start + name.length;
    return {
      name: { start: word.start, end, text: name },
      value: value === undefined ? undefined : unquoted(value),
    };
  });
}

function valuesIn(file: Dockerfile, instruction: Instruction): FoundSecret[] {
  const text = textOf(file, instruction);
  return tellingValues.flatMap(([pattern, what]) =>
    [...text.matchAll(pattern)].map((match) => {
      const start = instruction.start + match.index;
      return { instruction, at: { start, end: start + match[0].length }, what, value: match[0] };
    })
  );
}

const secretsUsed: Rule = {
  id: "SecretsUsedInArgOrEnv",
  severity: "error",
  brief: "No passwords, tokens or keys in the Dockerfile",
  why:
    "ENV is in the image, the values of ARG are in its history, and a RUN is there as written: " +
    "whoever can pull the image can read them. Use RUN --mount=type=secret and dk build --secret.",
  *find(file) {
    const seen = new Set<string>();
    for (const { instruction: { keyword, start }, at, what } of findSecrets(file)) {
      const key = `${start} ${what}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const isName = what.startsWith("the variable");
      yield {
        at,
        message: isName
          ? `${keyword} makes ${what} part of the image or its history`
          : `${keyword} holds ${what}, which stays in the image or its history`,
        next: "Use RUN --mount=type=secret,id=ID and dk build --secret id=ID,src=FILE",
      };
    }
  },
};

/** Rules about secrets that would stay in the image. */
export const secretRules = [secretsUsed];
