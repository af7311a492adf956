import { basename } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import type { LedgerStep } from "./ledger.ts";
import { withoutNewShell } from "./new_shell.ts";
import { callOf } from "./packages/managers.ts";
import { parseChain, type SimpleCommand } from "./shell_words.ts";

/** Programs in which people type: starting them again brings nothing of it back. */
const editors =
  /^(vi|vim|vim\.\w+|nvim|view|ex|ed|nano|rnano|pico|emacs|emacsclient|mg|jmacs|joe|jed|mcedit|mc|micro|ne|hx|kak|visudo|vipw|vigr|sudoedit|editor|sensible-editor)$/;

const shells = /^(bash|sh|dash|ash|zsh|ksh|fish)$/;

/** Other programs that read what to do from the terminal unless they are told at once. */
const prompts =
  /^(python[\d.]*|ipython|R|julia|node|irb|ghci|octave|psql|mysql|sqlite3|bc|passwd|su|dpkg-reconfigure)$/;

const usersShell = /^"?\$(SHELL|\{SHELL\})"?$/;

/**
 * True for a step whose effect was typed into it. Package managers are excepted: what was typed
 * into those were answers, and they are told not to ask.
 */
export function wasInteractive({ command, ran, wasTypedInto }: LedgerStep): boolean {
  if (isInteractive(withoutNewShell(command))) return true;
  return wasTypedInto === true && !commandsIn(ran).some((simple) => callOf(simple) !== undefined);
}

/**
 * True for a command whose effect was typed into it: an editor, an interpreter that was told
 * nothing, `cat > FILE`. Its files can be kept, it cannot be repeated.
 */
export function isInteractive(command: string): boolean {
  if (/^\s*(cat|tee(\s+-a)?)\s*(>>?\s*)?[^\s<>|;&]+\s*$/.test(command)) {
    return /^\s*tee\b/.test(command) || command.includes(">");
  }
  return (parseChain(command) ?? []).some(isTypedInto);
}

/** How to have what is typed into an inner shell as steps of its own; undefined for other programs. */
export function withoutInnerShell(command: string): string | undefined {
  const words = (parseChain(command)?.at(-1)?.words ?? []).map(({ raw }) => raw);
  const program = words[0] === "sudo"
    ? words.find((word, at) => at > 0 && isProgram(word))
    : words[0];
  if (program === "su") return `${words.join(" ")} -c 'COMMAND'`;
  if (words[0] === "sudo" && words.some((word) => /^(-i|-s|--login|--shell)$/.test(word))) {
    return words.filter((word) => !/^(-s|--shell)$/.test(word)).concat("COMMAND").join(" ");
  }
  return shells.test(basename(program ?? "")) && words.length <= 2 ? "COMMAND" : undefined;
}

function isProgram(word: string): boolean {
  return !word.startsWith("-") && !word.includes("=");
}

function isTypedInto({ assignments, words }: SimpleCommand): boolean {
  const text = [...assignments, ...words].map(({ raw }) => raw).join(" ");
  const names = words.map(({ raw, value = usersShell.test(raw) ? "sh" : "" }) =>
    value.replace(/^.*\//, "")
  );
  const at = /^(sudo|exec)$/.test(names[0] ?? "") ? 1 + Number(names[1] === "-l") : 0;
  const program = names[at] ?? "";
  if (editors.test(program)) return true;
  if (program === "crontab") return names.includes("-e");
  if (!shells.test(program) && !prompts.test(program)) return false;
  const operands = names.slice(at + 1).filter((word) => !word.startsWith("-"));
  if (program === "passwd") return true;
  if (program === "dpkg-reconfigure") return !/\bnoninteractive\b/.test(text);
  if (program === "su") return !names.some((word) => /^(-\w*c|--command)/.test(word));
  if (/^(psql|mysql|sqlite3)$/.test(program)) {
    return operands.length < 2 && !names.some((word) => /^-(c|e|f|-\w+)/.test(word));
  }
  return operands.length === 0 && !names.some((word) => /^(-\w*[cemVh]|--\w.*)$/.test(word));
}
