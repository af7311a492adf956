import { scanShell } from "./shell_scan.ts";

const opening = new Set(["(", "{", "if", "for", "while", "until", "select"]);
const closing = new Set([")", "}", "fi", "done"]);
/** Words behind which another command may begin. */
const leading = new Set(["then", "do", "else", "elif", "if", "while", "until", "{", "time", "!"]);
const token = /&&|\|\||;|[&|()\n]|[^\s;&|()]+/g;

/** Redirections whose `&` joins no commands. */
const joinedStreams = /\d*[<>]&[\d-]*|&>>?/g;

/**
 * True for a text that may stand in a chain of `&&` as it is: one command, simple or compound
 * (`for … done`, `f() { … }`), or several that `&&` and pipes join.
 */
export function isChainable(text: string): boolean {
  const bare = scanShell(text).bare.replace(joinedStreams, "")
    .replace(/(^|\s)function\s+[\w-]+(\s*\(\))?/g, "$1f()");
  if (/(^|[\s;&|(])case\s/.test(bare) || /^\s*!\s/.test(bare)) return false;
  let depth = 0;
  let isStart = true;
  let last = "";
  for (const [word] of bare.trim().matchAll(token)) {
    const isFunctionHead = last === "()";
    last = word === ")" && last === "(" ? "()" : word;
    if (word === "\n" && (isFunctionHead || isStart)) continue;
    const isOperator = /^[;&|()\n]/.test(word);
    if (closing.has(word) && (word === ")" || isStart)) depth--;
    else if (opening.has(word) && (word === "(" || isStart)) depth++;
    if (depth < 0 || (depth === 0 && /^(;|&|\|\||\n)$/.test(word))) return false;
    isStart = (isOperator && word !== ")") || (isStart && leading.has(word)) || last === "()";
  }
  return depth === 0;
}
