import { type Dockerfile, type Instruction, placeOf, type Word } from "./dockerfile.ts";
import type { Rule } from "./rule.ts";
import { splitPair } from "./variables.ts";

const id = "InvalidDefinitionDescription";

const invalidDefinitionDescription: Rule = {
  id,
  severity: "info",
  brief: "The comment above an ARG or a named FROM begins with its name",
  why: "docker build --call=outline shows it as the description then. Only files that ask for it " +
    "with # check=experimental=all are looked at.",
  *find(file) {
    if (!isAskedFor(file)) return;
    for (const { at, name, comment } of commented(file)) {
      const [first] = comment.split(/\s/, 1);
      if (first === name) continue;
      yield {
        at,
        message: `The comment above does not begin with ${name}`,
        next: `Write # ${name} DESCRIPTION, or leave an empty line below it`,
      };
    }
  },
};

/** BuildKit takes it for an experiment: `# check=experimental=NAME,…`. */
function isAskedFor({ directives }: Dockerfile): boolean {
  const list = /(?:^|;)\s*experimental=([^;]*)/i.exec(directives.get("check") ?? "")?.[1] ?? "";
  return list.split(",").some((name) => /^all$/i.test(name.trim()) || name.trim() === id);
}

/** What has a name and a comment right above it. */
function* commented(
  file: Dockerfile,
): Generator<{ at: Instruction; name: string; comment: string }> {
  const lines = file.text.split("\n");
  for (const at of file.instructions) {
    const name = nameOf(file, at);
    const above = lines[placeOf(file, at.start).line - 2] ?? "";
    const comment = /^\s*#\s*(.*)$/.exec(above)?.[1];
    const isDirective = /^check\s*=|^syntax\s*=|^escape\s*=/i.test(comment ?? "");
    if (name && comment && !isDirective) yield { at, name, comment };
  }
}

function nameOf({ stages }: Dockerfile, instruction: Instruction): string | undefined {
  const [word]: readonly (Word | undefined)[] = instruction.words;
  if (instruction.keyword === "ARG") return word && splitPair(word)[0];
  return stages.find(({ from }) => from === instruction)?.name?.text;
}

/** The rules about comments that describe. */
export const descriptionRules = [invalidDefinitionDescription];
