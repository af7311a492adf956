import { type Dockerfile, type Instruction, textOf } from "./dockerfile.ts";
import type { Edit, Rule } from "./rule.ts";
import { knownInstructions } from "./syntax.ts";
import { unquoted } from "./variables.ts";

const maintainerDeprecated: Rule = {
  id: "MaintainerDeprecated",
  severity: "warning",
  brief: "The author is a label, not MAINTAINER",
  why: "MAINTAINER is deprecated and no tool shows it; the label's name is that of the OCI.",
  *find(file) {
    for (const instruction of file.instructions) {
      if (instruction.keyword !== "MAINTAINER") continue;
      const author = quoted(unquoted(textOf(file, instruction.body)));
      yield {
        at: instruction,
        message: "MAINTAINER is deprecated",
        next: "Use LABEL org.opencontainers.image.authors",
        edits: [{
          start: instruction.written.start,
          end: instruction.body.end,
          text: `${asWritten(instruction, "LABEL")} org.opencontainers.image.authors=${author}`,
        }],
      };
    }
  },
};

/** In double quotes, as ENV and LABEL read them; variables stay variables. */
function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

/** Another keyword in the case of the one there is. */
function asWritten({ written }: Instruction, keyword: string): string {
  return written.text === written.text.toLowerCase() ? keyword.toLowerCase() : keyword;
}

const legacyKeyValueFormat: Rule = {
  id: "LegacyKeyValueFormat",
  severity: "warning",
  brief: "ENV and LABEL have = between name and value",
  why: "In the form with a space the whole rest of the line is one value, whatever it looks like.",
  *find(file) {
    for (const instruction of file.instructions) {
      const { keyword, words: [, value] } = instruction;
      if (!/^(ENV|LABEL)$/.test(keyword) || !value || isPair(textOf(file, instruction.body))) {
        continue;
      }
      yield {
        at: instruction,
        message: `${keyword} without = is the old form`,
        next: `Write ${keyword} NAME=VALUE`,
        edits: withEquals(file, instruction),
      };
    }
  },
};

/** Whether a text begins with `NAME=`; the name may be quoted and hold spaces. */
function isPair(text: string): boolean {
  return /^(?:"(?:\\[^]|[^"\\])*"|'[^']*'|\\[^]|[^\s"'\\=])*=/.test(text);
}

function withEquals(file: Dockerfile, { words: [name, value], body }: Instruction): Edit[] {
  const text = file.text.slice(value.start, body.end);
  const isOneWord = /^[^\s"'\\]+$/.test(text) || /^"[^"\\\n]*"$|^'[^'\n]*'$/.test(text);
  const joined = isOneWord ? text : text.includes("\n") ? undefined : quoted(text);
  if (joined === undefined) return [];
  return [{ start: name.end, end: body.end, text: `=${joined}` }];
}

const consistentCasing: Rule = {
  id: "ConsistentInstructionCasing",
  severity: "info",
  brief: "All instructions are in one case",
  why: "Instructions in upper case stand out from their arguments; a mixture hides them.",
  *find({ instructions }) {
    const known = instructions.filter(({ keyword }) => knownInstructions.has(keyword));
    const upper = known.filter(({ written: { text } }) => text === text.toUpperCase());
    const lower = known.filter(({ written: { text } }) => text === text.toLowerCase());
    const useUpper = upper.length >= lower.length;
    for (const { written } of known) {
      const text = useUpper ? written.text.toUpperCase() : written.text.toLowerCase();
      if (written.text === text) continue;
      const message = `${written.text} is not in the case of most instructions`;
      yield { at: written, message, edits: [{ start: written.start, end: written.end, text }] };
    }
  },
};

/** Rules about spellings that are out of use. */
export const oldFormRules = [maintainerDeprecated, legacyKeyValueFormat, consistentCasing];
