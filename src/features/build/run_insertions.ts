import { type InstructionLine, instructionLines } from "./dockerfile_lines.ts";

/** What is put into the RUN instructions of a Dockerfile. */
export interface RunInsertions {
  /** Flags, put before those of the instruction. */
  flags: string;
  /** Put before a command in the shell form. */
  shell?: string;
  /** Put before the arguments of the exec form, as elements of its array. */
  exec?: string;
}

/** A Dockerfile with insertions. */
export interface InsertedText {
  text: string;
  /** Lines of RUN instructions that could only be given the flags. */
  withoutCommand: number[];
}

/** Shells that take what a POSIX shell takes. */
const posixShells = new Set(["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox"]);

/**
 * Puts flags and commands into every RUN of a Dockerfile; no line is added, so that each
 * instruction stays where it was. ONBUILD RUN is another instruction and left alone.
 */
export function insertIntoRuns(dockerfile: string, insertions: RunInsertions): InsertedText {
  const lines = dockerfile.split("\n");
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 5).join("\n")) ? "`" : "\\";
  const withoutCommand: number[] = [];
  let posix = true;
  for (const instruction of instructionLines(dockerfile)) {
    if (instruction.keyword === "FROM") posix = true;
    if (instruction.keyword === "SHELL") posix = isPosixShell(instruction.text);
    if (instruction.keyword !== "RUN") continue;
    const { line, end } = instruction;
    const whole = lines.slice(line - 1, end).join("\n");
    const { text, complete } = new RunText(whole, escape).insert(insertions, posix);
    if (!complete) withoutCommand.push(line);
    lines.splice(line - 1, end - line + 1, ...text.split("\n"));
  }
  return { text: lines.join("\n"), withoutCommand };
}

function isPosixShell(text: InstructionLine["text"]): boolean {
  const program = arrayOf(text.replace(/^\s*SHELL\s*/i, ""))?.[0] ?? "";
  return posixShells.has(program.split("/").at(-1)!);
}

/** The elements of an instruction in the exec form; undefined when it is in the shell form. */
function arrayOf(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
    return isList && value.length > 0 ? value : undefined;
  } catch {
    return undefined; // Docker, too, takes what is no JSON for the shell form.
  }
}

/** A RUN instruction as it is written, its continuation lines and heredocs included. */
class RunText {
  constructor(readonly text: string, readonly escape: string) {}

  insert({ flags, shell, exec }: RunInsertions, posix: boolean) {
    const keyword = /^\s*RUN/i.exec(this.text)?.[0].length ?? 0;
    const start = this.#commandStart(keyword);
    const { at, text = "", complete } = this.#command(start, posix, shell, exec);
    const command = this.text.slice(keyword, at) + text + this.text.slice(at);
    return { text: `${this.text.slice(0, keyword)} ${flags}${command}`, complete };
  }

  /** Where to put which command; `complete` is false where none can be put. */
  #command(start: number, posix: boolean, shell?: string, exec?: string) {
    if (shell === undefined || exec === undefined) return { at: start, complete: true };
    const rest = this.text.slice(start);
    if (rest.startsWith("[") && arrayOf(this.#joined(rest))) {
      return { at: start + 1, text: exec, complete: true };
    }
    const heredoc = /^<<-?(["']?)[A-Za-z_][A-Za-z0-9_]*\1[ \t]*\r?\n/.exec(rest);
    const at = start + (heredoc?.[0].length ?? 0);
    // A heredoc that names its own interpreter is no matter for the shell.
    if (!posix || rest === "" || heredoc && this.text.startsWith("#!", at)) {
      return { at: start, complete: false };
    }
    return { at, text: shell, complete: true };
  }

  /** Behind the flags and the gaps between them. */
  #commandStart(from: number): number {
    let at = this.#gapEnd(from);
    while (this.text.startsWith("--", at)) at = this.#gapEnd(this.#wordEnd(at));
    return at;
  }

  /** Passes over blanks, continued lines, and the comments and empty lines among them. */
  #gapEnd(from: number): number {
    const escape = this.escape === "\\" ? "\\\\" : "`";
    const gap = new RegExp(`(?:[ \\t]|${escape}[ \\t]*\\r?\\n(?:[ \\t]*(?:#.*)?\\r?\\n)*)*`, "y");
    gap.lastIndex = from;
    return from + (gap.exec(this.text)?.[0].length ?? 0);
  }

  #wordEnd(from: number): number {
    const escape = this.escape === "\\" ? "\\\\" : "`";
    const word = new RegExp(`(?:"[^"\\n]*"|'[^'\\n]*'|(?!${escape}[ \\t]*\\r?\\n)\\S)*`, "y");
    word.lastIndex = from;
    return from + (word.exec(this.text)?.[0].length ?? 0);
  }

  /** Continued lines made one, comments among them dropped. */
  #joined(text: string): string {
    return instructionLines(this.escape === "`" ? `# escape=\`\nRUN ${text}` : `RUN ${text}`)[0]
      ?.text.replace(/^RUN\s*/, "") ?? "";
  }
}
