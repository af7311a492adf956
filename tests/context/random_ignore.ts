import type { Random } from "./random.ts";
import { names } from "./random_tree.ts";

/** Every kind of rule of engine.md 6, on names that occur; `N` stands for one of them. */
const forms = [
  "N",
  "N",
  "N/N",
  "N/",
  "/N",
  "./N",
  "N//N",
  "N/../N",
  "../N",
  "*",
  "**",
  "**/",
  "*/N",
  "N/*",
  "N/**",
  "N**",
  "**N",
  "**/N",
  "**/N/**",
  "**/N/N",
  "**/*.txt",
  "*.txt",
  "N/*.txt",
  "N/**/N",
  "**/**",
  "*/*",
  "?",
  "?oo",
  "[a-f]*",
  "[^a-f]*",
  "**/[^a]",
  "[!a]*",
  "\\N",
  "N/\\*",
  "a[\\*]b",
  "a\\*b",
  "[[]z]",
  "[[:alpha:]]*",
  "\\w\\w\\w",
  "[*]",
  "[?]",
  ".*",
  ".",
  "/",
  "..",
  "Dockerfile",
  ".dockerignore",
  "Docker*",
  "/ N",
  "./!N",
  "N.",
  "a.b",
  "a+b|c(d)",
  "***",
  "*a*b*",
];

/** Lines that docker refuses, always or once they are tried. */
const mistakes = [
  "[",
  "a[",
  "!",
  "! ",
  "!/",
  "[]a]",
  "a\\",
  "[a-]",
  "[z-a]",
  "\\é",
  "*[",
  "\\1",
  "*\\",
];

/**
 * The text of an ignore file; undefined for none at all.
 *
 * @param withMistakes whether there may be lines that docker refuses
 */
export function makeIgnoreFile(random: Random, withMistakes = true): string | undefined {
  if (random.chance(5)) return undefined;
  const lines: string[] = [];
  for (let i = random.below(7); i > 0; i--) lines.push(makeLine(random, withMistakes));
  const end = random.pick(["\n", "\n", "\r\n"]);
  return (random.chance(5) ? "\ufeff" : "") + lines.join(end) + (random.chance(50) ? end : "");
}

function makeLine(random: Random, withMistakes: boolean): string {
  if (random.chance(4)) return random.pick(["", "  ", "# comment", "#", " #c", "\t"]);
  if (withMistakes && random.chance(2)) return random.pick(mistakes);
  const rule = random.pick(forms).replaceAll("N", () => random.pick(names));
  // Go refuses a backslash before anything but ASCII.
  if (!withMistakes && /\\[^\x20-\x7e]/.test(rule)) return makeLine(random, withMistakes);
  const exception = random.chance(35) ? random.pick(["!", "!", "! "]) : "";
  const [before, after] = random.chance(10) ? [" ", "\t "] : ["", ""];
  return before + exception + rule + after;
}
