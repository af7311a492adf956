import { printable, wrapText } from "../lib/text_width.ts";
import { type DkContext, SignalReceived } from "./context.ts";
import { KeyReader } from "./keys.ts";
import { beginEditing, type Edited, editedLines, pressKey, showEdited } from "./line_editor.ts";
import { askLine, unanswered, whenAborted } from "./prompt.ts";
import { RawTerminal } from "./terminal.ts";

/** Something to be answered by lines that are there already and can be changed. */
export interface LinesQuestion {
  /** What is asked: `Dependencies`. */
  title: string;
  /** Behind the title, in one line or more: why these lines are suggested. */
  notes: readonly string[];
  /** The suggestion. */
  lines: readonly string[];
  /** True where the answer may be any number of lines; else it is one. */
  isList: boolean;
  /** True where an answer other than the suggestion has nothing in common with it. */
  isReplaceable?: boolean;
}

const indent = "   ";
const marker = " › ";
const leastColumns = 10;
const clearBelow = "\x1b[J";

/** Asks one question: {@linkcode LinesAsker.ask}. */
export async function askLines(context: DkContext, question: LinesQuestion): Promise<string[]> {
  using asker = new LinesAsker(context);
  return await asker.ask(question);
}

/** Asks questions one after the other; what is typed ahead between them is kept for the next. */
export class LinesAsker implements Disposable {
  readonly #terminal: RawTerminal | undefined;

  constructor(readonly context: DkContext) {
    if (context.env.TERM !== "dumb") this.#terminal = new RawTerminal(context.stdin);
  }

  /**
   * Asks on the terminal; Enter takes what is suggested. All is drawn to stderr, below what is there;
   * what stays on the screen is question and answer.
   *
   * @returns the lines without empty ones; for a single line exactly one, which may be empty
   * @throws SignalReceived when ctrl-C is typed, UsageFailure when ctrl-D is or the terminal goes
   */
  async ask(question: LinesQuestion): Promise<string[]> {
    writeQuestion(this.context, question);
    if (!this.#terminal) return await askPlainly(this.context, question);
    await this.#terminal.enter();
    try {
      return await askWithKeys(this.context, question);
    } finally {
      this.#terminal.pause();
    }
  }

  [Symbol.dispose]() {
    this.#terminal?.[Symbol.dispose]();
  }
}

async function askWithKeys(context: DkContext, question: LinesQuestion): Promise<string[]> {
  const screen = new EditorScreen(context);
  const end = await edit(context, question, screen);
  if (end.kind === "interrupt") throw new SignalReceived("SIGINT");
  if (end.kind === "end-of-input") throw unanswered();
  const lines = editedLines(end.edited);
  for (const line of lines) context.stderr.write(`${indent}${printable(line)}\n`);
  if (lines.length === 0) context.stderr.write(`${indent}(none)\n`);
  return question.isList ? lines : [lines[0] ?? ""];
}

interface EditEnd {
  kind: "done" | "interrupt" | "end-of-input";
  edited: Edited;
}

async function edit(
  context: DkContext,
  { lines, isList, isReplaceable }: LinesQuestion,
  screen: EditorScreen,
): Promise<EditEnd> {
  using aborted = whenAborted(context.signal);
  const keys = new KeyReader(context.stdin, aborted.reason);
  let edited = beginEditing(lines, isList, isReplaceable);
  using _resized = context.onSignals(["SIGWINCH"], () => screen.draw(edited));
  try {
    for (;;) {
      screen.draw(edited);
      const step = pressKey(edited, await keys.next(), isList);
      if ("end" in step) return { kind: step.end, edited };
      edited = step.edited;
    }
  } finally {
    screen.clear();
  }
}

/** The rows of the terminal that the editor draws on, again after every key. */
class EditorScreen {
  #cursorRow = 0;

  constructor(readonly context: DkContext) {}

  draw(edited: Edited): void {
    const { columns, rows } = this.context.windowSize() ?? { columns: 80, rows: 24 };
    const width = Math.max(leastColumns, columns) - marker.length;
    const shown = showEdited(edited, width, Math.max(1, rows - 2));
    const text = shown.rows.map((row, at) =>
      `${at === shown.cursor.row ? marker : indent}${printable(row)}`
    ).join("\r\n");
    const up = shown.rows.length - 1 - shown.cursor.row;
    const right = shown.cursor.column + marker.length;
    this.context.stderr.write(`${this.#home()}${text}\r${moved(up, "A")}${moved(right, "C")}`);
    this.#cursorRow = shown.cursor.row;
  }

  clear(): void {
    this.context.stderr.write(this.#home());
    this.#cursorRow = 0;
  }

  /** To the first row, everything from there on gone. */
  #home(): string {
    return `\r${moved(this.#cursorRow, "A")}${clearBelow}`;
  }
}

function moved(count: number, direction: "A" | "C"): string {
  return count > 0 ? `\x1b[${count}${direction}` : "";
}

function writeQuestion(context: DkContext, { title, notes }: LinesQuestion): void {
  const { stderr, env } = context;
  const hasStyle = !env.NO_COLOR && env.TERM !== "dumb";
  const columns = Math.max(leastColumns, context.windowSize()?.columns ?? 80) - 1;
  const [first = "", ...others] = notes.map(printable);
  const [head, ...rest] = wrapText(`${printable(title)}  ${first}`, columns, indent);
  const styled = hasStyle ? head.replace(title, `\x1b[1m${title}\x1b[0m`) : head;
  const lines = [styled, ...rest];
  for (const note of others) lines.push(...wrapText(`${indent}${note}`, columns, `${indent}  `));
  stderr.write(`${lines.join("\n")}\n`);
}

/** For terminals that cannot move their cursor: an empty line takes the suggestion. */
async function askPlainly(context: DkContext, { lines, isList }: LinesQuestion): Promise<string[]> {
  for (const line of lines) context.stderr.write(`${indent}${printable(line)}\n`);
  const asked: string[] = [];
  context.stderr.write(`${indent}Enter takes ${isList ? "these" : "it"}; - is none\n`);
  for (;;) {
    const line = await askLine(context, marker);
    if (line === "") return asked.length > 0 ? asked : [...lines];
    if (line === "-") return isList ? [] : [""];
    asked.push(line);
    if (!isList) return asked;
  }
}
