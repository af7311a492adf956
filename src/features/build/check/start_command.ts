import { type Dockerfile, type Instruction, type Stage, textOf } from "./dockerfile.ts";
import type { Edit, Rule } from "./rule.ts";
import { shellCommands } from "./shell_commands.ts";

const jsonArgsRecommended: Rule = {
  id: "JSONArgsRecommended",
  severity: "warning",
  brief: "CMD and ENTRYPOINT are written as a JSON list",
  why:
    "Otherwise /bin/sh is started, which does not pass signals on: stopping the container waits " +
    "ten seconds and kills, and ENTRYPOINT gets no arguments.",
  *find(file) {
    for (const stage of file.stages) {
      const shell = stage.instructions.find(({ keyword }) => keyword === "SHELL");
      for (const instruction of starts(stage)) {
        if (instruction.json || instruction.words.length === 0) continue;
        if (looksLikeList(textOf(file, instruction.body))) continue;
        if (shell && shell.start < instruction.start) continue; // The shell is meant, then.
        const name = instruction.keyword;
        yield {
          at: instruction,
          message: `${name} starts a shell, which does not pass signals on`,
          next: `Write it as a list: ${name} ["program", "argument"]`,
          edits: asList(file, instruction),
        };
      }
    }
  },
};

function starts({ instructions }: Stage): Instruction[] {
  return instructions.filter(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT");
}

/** The same without a shell; only for one command that needs none. */
function asList(file: Dockerfile, instruction: Instruction): Edit[] | undefined {
  const { start, end } = instruction.body;
  const text = file.text.slice(start, end);
  const [command, ...others] = shellCommands(file, instruction);
  if (!command || others.length > 0 || /[;&|<>(){}$`#]|^\w+=/.test(text)) return undefined;
  const values = command.words.map(({ value }) => value);
  if (values.some((value) => value === undefined)) return undefined;
  const list = values[0] === "exec" ? values.slice(1) : values;
  const items = list.map((value) => JSON.stringify(value)).join(", ");
  return [{ start, end, text: `[${items}]` }];
}

const invalidJsonForm: Rule = {
  id: "InvalidJsonForm",
  severity: "error",
  brief: "Lists are JSON: double quotes, no comma at the end",
  why: "What is no JSON is taken for a command of the shell, which looks for a program called [.",
  *find(file) {
    for (const instruction of file.instructions) {
      if (!listKeywords.has(instruction.keyword) || instruction.json) continue;
      const text = textOf(file, instruction.body);
      if (!looksLikeList(text)) continue;
      const repaired = text.replaceAll("'", '"').replace(/,\s*\]$/, "]");
      yield {
        at: instruction.body,
        message: `The list of ${instruction.keyword} is not JSON`,
        next: "Put each word in double quotes, with commas between them",
        edits: isJson(repaired) ? [{ ...instruction.body, text: repaired }] : undefined,
      };
    }
  },
};

const listKeywords = new Set(["RUN", "CMD", "ENTRYPOINT", "COPY", "ADD", "VOLUME", "SHELL"]);

/** Quoted words in brackets, as nobody would write for the shell's own `[`. */
function looksLikeList(text: string): boolean {
  return /^\[\s*(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*")|\s+(?:'[^']*'|"[^"]*"))*\s*,?\s*\]$/
    .test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // Quotes within quotes: no mechanical repair.
  }
}

const onlyOnce = ["CMD", "ENTRYPOINT", "HEALTHCHECK"];

const multipleInstructions: Rule = {
  id: "MultipleInstructionsDisallowed",
  severity: "warning",
  brief: "CMD, ENTRYPOINT and HEALTHCHECK stand once in a stage",
  why: "Only the last of them counts; the others mislead whoever reads the file.",
  *find({ stages }) {
    for (const { instructions } of stages) {
      for (const name of onlyOnce) {
        const all = instructions.filter(({ keyword, isTrigger }) => keyword === name && !isTrigger);
        for (const earlier of all.slice(0, -1)) {
          const message = `This ${name} has no effect: a later one of the stage replaces it`;
          yield { at: earlier, message, next: "Remove it" };
        }
      }
    }
  },
};

/** Rules about how the container's program is started. */
export const startCommandRules = [jsonArgsRecommended, invalidJsonForm, multipleInstructions];
