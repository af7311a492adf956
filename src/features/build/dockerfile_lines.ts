/** An instruction as it stands in the Dockerfile. */
export interface InstructionLine {
  /** Line on which it begins, from 1. */
  line: number;
  /** Line on which it ends, the bodies of its heredocs included. */
  end: number;
  /** First line of its heredocs' bodies; undefined when it has none. */
  body?: number;
  /** Upper case: `RUN`. */
  keyword: string;
  /** The whole instruction on one line, continuations joined. */
  text: string;
}

/**
 * The line that a builder's step stands for: the instruction whose text the step's name ends
 * with, else the one that its count names; that of FROM for a step that the base image triggers.
 * Undefined when none is found.
 *
 * @param step `[stage-0 2/3] RUN make` of BuildKit, `Step 2/3 : RUN make` of the classic builder
 */
export function lineOfStep(
  instructions: readonly InstructionLine[],
  step: string,
): number | undefined {
  const command = step.replace(/^\[[^\]]*\] |^Step \d+\/\d+ : /, "");
  const same = instructions.filter(({ text }) => squeeze(text) === squeeze(command));
  if (same.length === 1) return same[0].line;
  const classic = /^Step (\d+)\//.exec(step)?.[1];
  if (classic) return instructions[Number(classic) - 1]?.line;
  return lineByCount(instructions, step, command) ?? same[0]?.line ??
    instructions.find((each) => fetches(each, step))?.line;
}

/** BuildKit of 20.10 calls the download of an ADD by its address. */
function fetches({ keyword, text }: InstructionLine, step: string): boolean {
  return keyword === "ADD" && /^\w+:\/\/\S+$/.test(step) && text.split(/\s+/).includes(step);
}

/** BuildKit counts the instructions of a stage that make a layer, FROM being the first. */
function lineByCount(
  instructions: readonly InstructionLine[],
  step: string,
  command: string,
): number | undefined {
  const match = /^\[(?:(\S+) )?(\d+)\/\d+\]/.exec(step);
  if (!match) return undefined;
  const stages = instructions.reduce<InstructionLine[][]>((found, instruction) => {
    if (instruction.keyword === "FROM") found.push([]);
    found.at(-1)?.push(instruction);
    return found;
  }, []);
  const layers = stageNamed(stages, match[1])?.filter(({ keyword }) => layerKeywords.has(keyword));
  if (!layers) return undefined;
  const counted = layers[Number(match[2]) - 1];
  if (counted && mayBe(counted, command)) return counted.line;
  // Steps that the base image triggers are counted, too.
  return (layers.find((layer) => mayBe(layer, command)) ?? layers[0])?.line;
}

/** Long commands may be cut in a step's name. */
const comparedCharacters = 80;

/** Whether a builder may show the instruction so, with its variables filled in. */
function mayBe({ keyword, text }: InstructionLine, command: string): boolean {
  if (!command.toUpperCase().startsWith(keyword)) return false;
  if (keyword !== "RUN") return true;
  const plain = (part: string) => part.replace(/[\s\\"']/g, "").toLowerCase();
  const beginning = text.split("<<", 1)[0].slice(0, comparedCharacters).replace(/\$\{?\w*$/, "");
  const pieces = beginning.split(/\$(?:\w+|\{[^}]*\})/).map((piece) => RegExp.escape(plain(piece)));
  return new RegExp(`^${pieces.join(".*")}`).test(plain(command));
}

const layerKeywords = new Set(["FROM", "RUN", "COPY", "ADD", "WORKDIR"]);

function stageNamed(stages: InstructionLine[][], name = "stage-0"): InstructionLine[] | undefined {
  const numbered = /^stage-(\d+)$/.exec(name)?.[1];
  if (numbered) return stages[Number(numbered)];
  return stages.find(([from]) => / as (\S+)\s*$/i.exec(from.text)?.[1].toLowerCase() === name);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Splits a Dockerfile into instructions: comments dropped, continued lines and heredocs joined. */
export function instructionLines(dockerfile: string): InstructionLine[] {
  const found: InstructionLine[] = [];
  const lines = dockerfile.split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 5).join("\n")) ? "`" : "\\";
  for (let at = 0; at < lines.length; at++) {
    if (/^\s*(#|$)/.test(lines[at])) continue;
    const line = at + 1;
    let text = "";
    for (;;) {
      const current = lines[at];
      // Comments and empty lines among continued lines are passed over, as docker does.
      const isPassedOver = /^\s*(#|$)/.test(current);
      const isContinued = current.trimEnd().endsWith(escape);
      if (!isPassedOver) text += isContinued ? current.trimEnd().slice(0, -1) : current;
      if (!isContinued && !isPassedOver || at + 1 >= lines.length) break;
      at++;
    }
    const last = at;
    for (const end of heredocEnds(text)) {
      const found = lines.findIndex((line, index) =>
        index > at && line.replace(/^\t+/, "") === end
      );
      if (found >= 0) at = found; // Without its end it was none, such as a shift in a program.
    }
    const keyword = /^\s*([A-Za-z]+)/.exec(text)?.[1].toUpperCase() ?? "";
    const body = at > last ? last + 2 : undefined;
    found.push({ line, end: at + 1, keyword, text: text.trim(), ...body && { body } });
  }
  return found;
}

/** The words that end the heredocs which an instruction opens. */
function heredocEnds(text: string): string[] {
  if (!/^\s*(RUN|COPY|ADD)\b/i.test(text)) return [];
  return [...text.matchAll(/(?<=\s\d*)<<-?(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/g)].map((match) =>
    match[2]
  );
}
