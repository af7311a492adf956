/** A piece of the Dockerfile's text, by offsets; `end` is behind its last character. */
export interface Span {
  start: number;
  end: number;
}

/** A word of an instruction. */
export interface Word extends Span {
  /** As written, quotes included, continuation lines joined. */
  text: string;
}

/** `--name=value` behind the keyword. */
export interface Flag extends Span {
  name: string;
  value: string | undefined;
}

/** A file within the Dockerfile: `<<NAME … NAME`. */
export interface Heredoc {
  /** What stands between the line of the instruction and the line that ends it. */
  body: Span;
  /** False when the text ends before the word that should end it. */
  isClosed: boolean;
  name: string;
}

/** An instruction, taken apart. That of an ONBUILD stands for itself. */
export interface Instruction extends Span {
  /** Upper case. */
  keyword: string;
  /** The keyword as written. */
  written: Word;
  isTrigger: boolean;
  flags: readonly Flag[];
  /** Behind the flags; without the bodies of heredocs. */
  words: readonly Word[];
  /** What stands behind the flags, up to the end of the line; heredocs follow behind it. */
  body: Span;
  /** The strings of the exec form: `["a", "b"]`. */
  json: readonly string[] | undefined;
  heredocs: readonly Heredoc[];
}

/** From one FROM to the next. */
export interface Stage {
  index: number;
  from: Instruction;
  /** As written, variables included. */
  base: Word | undefined;
  /** `AS` as written. */
  as: Word | undefined;
  name: Word | undefined;
  /** Without FROM. */
  instructions: readonly Instruction[];
}

/** A Dockerfile, taken apart. Its text has `\n` at the end of lines. */
export interface Dockerfile {
  text: string;
  /** Offsets at which the lines begin. */
  lineStarts: readonly number[];
  /** The character that continues a line. */
  escape: string;
  /** Names and values of the parser directives: `syntax`, `escape`, `check`. */
  directives: ReadonlyMap<string, string>;
  /** In order, those of all stages and the ARGs before the first. */
  instructions: readonly Instruction[];
  /** What stands before the first FROM. */
  head: readonly Instruction[];
  stages: readonly Stage[];
}

/** Where an offset is, both from 1. */
export function placeOf(
  { lineStarts }: Dockerfile,
  offset: number,
): { line: number; column: number } {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lineStarts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - lineStarts[low] + 1 };
}

/** The text of a span as written. */
export function textOf({ text }: Dockerfile, { start, end }: Span): string {
  return text.slice(start, end);
}

/** The stage that a stage is built on, when it is one of this file. */
export function parentStage(file: Dockerfile, stage: Stage): Stage | undefined {
  const base = stage.base?.text.toLowerCase();
  return file.stages
    .slice(0, stage.index)
    .findLast(({ name }) => name !== undefined && name.text.toLowerCase() === base);
}

/** The stage whose result the build keeps, and those that it is built on, last one first. */
export function shippedStages(file: Dockerfile, target?: string): Stage[] {
  const wanted = target?.toLowerCase();
  const named = wanted === undefined
    ? undefined
    : file.stages.find(({ name, index }) =>
      name?.text.toLowerCase() === wanted || String(index) === wanted
    );
  const found: Stage[] = [];
  for (
    let stage = named ?? file.stages.at(-1);
    stage !== undefined;
    stage = parentStage(file, stage)
  ) found.push(stage);
  return found;
}
