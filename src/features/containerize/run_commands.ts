import { isChainable } from "./chainable.ts";
import { commandsIn, replaceCommands } from "./commands_in.ts";
import { continuedLines } from "./continued_lines.ts";
import { multiLineCommand } from "./dockerfile.ts";
import { printedDocument } from "./heredoc.ts";
import { quotedLines } from "./quoted_lines.ts";
import { type Call, effectOf, runnerOf } from "./packages/manager.ts";
import { callOf } from "./packages/managers.ts";
import { scanShell } from "./shell_scan.ts";
import { formatChain, literalWord, parseChain, type SimpleCommand } from "./shell_words.ts";

/**
 * The commands of one RUN instruction that does what the given steps did: `apt-get update` once
 * and before the first install, nothing asked, lists and caches gone at the end, because what a
 * later layer deletes still counts.
 *
 * @param steps command lines in their unattended form
 * @param keepsArchives true where apt keeps what it has downloaded, which most images turn off
 */
export function runCommands(steps: readonly string[], keepsArchives = false): string[] {
  const commands: string[] = [];
  const archives = new Set<string>();
  const cleaning = new Set<string>();
  let listsFetched = false;
  for (const step of steps) {
    const chain = parseChain(step);
    for (const part of chain ? chain.map((simple) => formatChain([simple])) : [step]) {
      const calls = commandsIn(part).flatMap((simple) => callOf(simple) ?? []);
      const updates = calls.some((call) => effectOf(call) === "lists");
      const isIdle = chain && updates &&
        calls.every((call) =>
          call.manager.lists === "own" || (call.manager.lists === "shared" && listsFetched)
        );
      if (isIdle) continue;
      const waiting = calls.find(standsOnLists);
      if (waiting && !updates && !listsFetched) commands.push(`${runnerOf(waiting)}apt-get update`);
      listsFetched ||= waiting !== undefined || calls.some(fetchesSharedLists);
      commands.push(chain && !part.includes("\n") ? quietly(part) : grouped(quietly(part)));
      for (const call of calls) {
        if (keepsArchives && standsOnLists(call)) archives.add(`${runnerOf(call)}apt-get clean`);
        for (const command of call.manager.cleaning?.(call) ?? []) cleaning.add(command);
      }
    }
  }
  const last = [...archives, ...cleaning].filter((command) => !commands.includes(command));
  return [...commands, ...last];
}

/** True where nothing can be installed without lists that an earlier command has fetched. */
function standsOnLists(call: Call): boolean {
  return call.manager.lists === "shared" && /^(install|upgrade)$/.test(effectOf(call));
}

function fetchesSharedLists(call: Call): boolean {
  return call.manager.lists === "shared" && effectOf(call) === "lists";
}

/** dpkg's questions are answered with their defaults, for this command only. */
function quietly(text: string): string {
  return replaceCommands(text, (simple) => {
    const call = callOf(simple);
    const asks = call?.manager.lists === "shared" && !/^(lists|clean)$/.test(effectOf(call));
    return [asks ? withAnswers(call) : simple];
  });
}

/** Behind `sudo`, which passes no variables on. */
function withAnswers({ simple, program }: Call): SimpleCommand {
  const { assignments, words } = simple;
  if ([...assignments, ...words].some(({ raw }) => raw.startsWith("DEBIAN_FRONTEND="))) {
    return simple;
  }
  const answers = literalWord("DEBIAN_FRONTEND=noninteractive");
  if (program === 0) return { assignments: [answers, ...assignments], words };
  return { assignments, words: [...words.slice(0, program), answers, ...words.slice(program)] };
}

/** A step that is more than simple commands, made safe to stand in a chain of `&&`. */
function grouped(step: string): string {
  const text = step.trimEnd();
  if (text.includes("\n")) {
    return printedDocument(text) ?? quotedLines(text) ?? continuedLines(text) ??
      multiLineCommand(step);
  }
  const bare = scanShell(text).bare.replace(/[\s;]+$/, "");
  // extglob holds from the next line that the shell reads: this one must be read later.
  if (/(^|[^$])[?*+@!]\(/.test(bare)) return multiLineCommand(text);
  const command = text.slice(0, bare.length);
  if (isChainable(command)) return command;
  return /&$/.test(command) ? `{ ${command} }` : `{ ${command}; }`;
}
