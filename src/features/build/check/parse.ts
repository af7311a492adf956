import * as ast from "dockerfile-ast";
import type { Dockerfile, Flag, Heredoc, Instruction, Span, Stage, Word } from "./dockerfile.ts";

/** Takes a Dockerfile apart. Whatever it holds, something comes out: faults are for the rules. */
export function parseDockerfile(given: string): Dockerfile {
  const text = given.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const parsed = ast.DockerfileParser.parse(text);
  const reader = new InstructionReader(text, parsed.getEscapeCharacter());
  const instructions = parsed.getInstructions().map((found) => reader.read(found));
  const first = instructions.findIndex(isFrom);
  return {
    text,
    lineStarts: reader.lineStarts,
    escape: parsed.getEscapeCharacter(),
    directives: readDirectives(text),
    instructions,
    head: first < 0 ? instructions : instructions.slice(0, first),
    stages: readStages(instructions),
  };
}

/** The comments at the very top that say something to the builder: `# escape=BACKTICK`. */
function readDirectives(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^#\s*([a-zA-Z][\w-]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) break;
    found.set(match[1].toLowerCase(), match[2]);
  }
  return found;
}

function isFrom({ keyword, isTrigger }: Instruction): boolean {
  return keyword === "FROM" && !isTrigger;
}

function readStages(instructions: readonly Instruction[]): Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    if (isFrom(instruction)) {
      const [base, as, name] = instruction.words;
      const isNamed = as?.text.toLowerCase() === "as";
      stages.push({
        index: stages.length,
        from: instruction,
        base,
        as: isNamed ? as : undefined,
        name: isNamed ? name : undefined,
        instructions: [],
      });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

type AstRange = NonNullable<ReturnType<ast.Instruction["getArgumentsRange"]>>;

/** Turns what the package finds into offsets and plain values. */
class InstructionReader {
  readonly lineStarts: number[] = [0];
  readonly #text: string;
  readonly #continuation: RegExp;

  constructor(text: string, escape: string) {
    this.#text = text;
    const mark = escape === "`" ? "`" : "\\\\";
    this.#continuation = new RegExp(`${mark}[ \\t]*\\n(?:[ \\t]*(?:#[^\\n]*)?\\n)*`, "g");
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.lineStarts.push(at + 1);
    }
  }

  read(found: ast.Instruction): Instruction {
    const trigger = found.getKeyword() === "ONBUILD"
      ? (found as ast.Onbuild).getTriggerInstruction()
      : null;
    const inner = trigger ?? found;
    const span = this.#span(found.getRange());
    const heredocs = this.#heredocs(inner);
    const end = heredocs.length > 0 ? heredocs[0].body.start - 1 : span.end;
    const written = this.#word(inner.getInstructionRange());
    const flags = "getFlags" in inner ? (inner as ast.ModifiableInstruction).getFlags() : [];
    const body = { start: Math.max(written.end, ...flags.map((flag) => this.#end(flag))), end };
    return {
      ...span,
      keyword: inner.getKeyword(),
      written,
      isTrigger: trigger !== null,
      flags: flags.map((flag) => this.#flag(flag)),
      words: inner.getArguments()
        .map((argument) => this.#word(argument.getRange()))
        .filter((word) => word.start < end),
      body: this.#trimmed(body),
      json: this.#json(body),
      heredocs,
    };
  }

  #heredocs(found: ast.Instruction): Heredoc[] {
    if (!["RUN", "COPY", "ADD"].includes(found.getKeyword())) return [];
    return (found as ast.Run).getHeredocs().map((heredoc) => {
      const content = heredoc.getContentRange();
      const ending = heredoc.getDelimiterRange();
      const body = content ? this.#span(content) : this.#emptyBody(heredoc, ending);
      return { name: heredoc.getName(), body, isClosed: ending !== null };
    });
  }

  /** A heredoc without lines is where its end, or the line behind the instruction, begins. */
  #emptyBody(heredoc: ast.Heredoc, ending: AstRange | null): Span {
    const line = ending?.start.line ?? heredoc.getNameRange().end.line + 1;
    const start = this.lineStarts[line] ?? this.#text.length + 1;
    return { start, end: start };
  }

  #json(body: Span): string[] | undefined {
    const text = this.#joined(body).trim();
    if (!text.startsWith("[")) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
      return isList ? value : undefined;
    } catch {
      return undefined; // The builder, too, takes what is no JSON for a command of the shell.
    }
  }

  #flag(flag: ast.Flag): Flag {
    const { start, end } = this.#span(flag.getRange());
    return { start, end, name: flag.getName(), value: flag.getValue() ?? undefined };
  }

  #end(flag: ast.Flag): number {
    return this.#span(flag.getRange()).end;
  }

  #word(range: AstRange): Word {
    const span = this.#span(range);
    return { ...span, text: this.#joined(span) };
  }

  #joined({ start, end }: Span): string {
    return this.#text.slice(start, end).replace(this.#continuation, "");
  }

  #trimmed({ start, end }: Span): Span {
    const text = this.#text.slice(start, end);
    const from = start + (text.length - text.trimStart().length);
    return { start: from, end: Math.max(from, start + text.trimEnd().length) };
  }

  #span({ start, end }: AstRange): Span {
    return { start: this.#offset(start), end: this.#offset(end) };
  }

  #offset({ line, character }: AstRange["start"]): number {
    return this.lineStarts[line] + character;
  }
}
