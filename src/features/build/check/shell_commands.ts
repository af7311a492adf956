import type { Dockerfile, Instruction, Span, Word } from "./dockerfile.ts";

/** A word as the shell reads it. */
export interface ShellWord extends Word {
  /** Without its quotes; undefined when only the shell can tell: `$X`, `*.py`, `~`. */
  value: string | undefined;
}

/** A simple command within the command of a RUN. */
export interface ShellCommand {
  /** What stands before it: `&&`, `;`, `|`…; empty for the first. */
  before: string;
  words: readonly ShellWord[];
}

const beginsCommand = new Set("if then elif else while until do ! { time".split(" "));

/**
 * The simple commands of a RUN, CMD or ENTRYPOINT in shell form, or of the heredoc that it gives to
 * a shell; those in `$(…)` are not looked at. None for the exec form and for other languages.
 */
export function shellCommands(file: Dockerfile, instruction: Instruction): ShellCommand[] {
  if (instruction.json) return [];
  const { body, heredocs } = instruction;
  const [heredoc] = heredocs;
  if (!heredoc) return splitCommands(blankContinuations(file, body), body.start);
  const opener = /^(?:(?:\S*\/)?(?:ba|da|z)?sh(?:\s+-\w+)*\s*)?<<-?\s*["']?\w+["']?$/;
  if (!opener.test(file.text.slice(body.start, body.end).trim())) return [];
  const script = file.text.slice(heredoc.body.start, heredoc.body.end);
  if (/^#!(?!.*\b(?:ba|da|z)?sh\b)/.test(script)) return [];
  return splitCommands(script.replace(/\\\n/g, "  "), heredoc.body.start);
}

/** The text with continuations and comment lines blanked out, so that offsets stay. */
export function blankContinuations({ text, escape }: Dockerfile, { start, end }: Span): string {
  const mark = escape === "`" ? "`" : "\\\\";
  const pattern = new RegExp(`${mark}[ \\t]*\\n(?:[ \\t]*(?:#[^\\n]*)?\\n)*`, "g");
  return text.slice(start, end)
    .replace(pattern, (found) => " ".repeat(found.length))
    .replace(/\n[ \t]*#[^\n]*/g, (found) => " ".repeat(found.length));
}

/** @param offset where the script begins in the file */
function splitCommands(script: string, offset: number): ShellCommand[] {
  const commands: { before: string; words: ShellWord[] }[] = [{ before: "", words: [] }];
  const other = /[ \t]+|#[^\n]*|&&|\|\||;;|\|&|[;|&\n()]|\d*[<>]+&?-?[ \t]*/y;
  for (let at = 0; at < script.length;) {
    other.lastIndex = at;
    const token = other.exec(script)?.[0];
    if (token === undefined) {
      const word = readWord(script, at);
      at = word.end;
      const place = { start: word.start + offset, end: word.end + offset };
      addWord(commands.at(-1)!.words, { ...word, ...place });
      continue;
    }
    at += token.length;
    if (/[<>]/.test(token) && at < script.length) at = readWord(script, at).end; // Its file.
    else if (/^[;|&\n()]/.test(token)) commands.push({ before: token, words: [] });
  }
  return commands.filter(({ words }) => words.length > 0);
}

/** Adds a word, unless it is one of those before a command: `NAME=value`, `if`, `!`. */
function addWord(words: ShellWord[], word: ShellWord) {
  const isFirst = words.length === 0;
  if (isFirst && (beginsCommand.has(word.text) || /^[A-Za-z_]\w*\+?=/.test(word.text))) return;
  words.push(word);
}

/** Reads to the end of the word that begins at `start`. */
function readWord(script: string, start: number): ShellWord {
  const pieces =
    /'([^']*)'|"((?:\\[^]|[^"\\])*)"|\\([^])|(\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`)|([^\s;|&()<>'"\\`])/y;
  let value: string | undefined = script[start] === "~" ? undefined : "";
  let at = start;
  for (;;) {
    pieces.lastIndex = at;
    const found = pieces.exec(script);
    if (!found) break;
    const [whole, single, double, escaped, substitution, plain] = found;
    const piece = single ?? escaped ?? (double === undefined ? plain : unquoted(double));
    const isOpen = substitution !== undefined || piece === undefined ||
      plain !== undefined && /[$*?[{]/.test(plain);
    value = isOpen || value === undefined ? undefined : value + piece;
    at += whole.length;
  }
  const end = Math.max(at, Math.min(start + 1, script.length));
  return { start, end, text: script.slice(start, end), value: at === start ? undefined : value };
}

/** What stands between double quotes; undefined when a variable is in it. */
function unquoted(text: string): string | undefined {
  return /(?<!\\)[$`]/.test(text) ? undefined : text.replace(/\\([\\"$`])/g, "$1");
}
