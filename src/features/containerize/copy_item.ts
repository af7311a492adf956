import { basename, isWithin, resolve } from "../../lib/path.ts";
import { handmadeFiles } from "./handmade_item.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import type { CopyItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { parseChain, type SimpleCommand } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";
import { whereItRuns } from "./where_it_runs.ts";

/** Per program that copies or moves, the flags that a COPY does without. */
const copyFlags = new Map([
  ["cp", /^(-[aprRfvdL]+|--(recursive|archive|force|verbose)|--preserve(=.*)?)$/],
  ["mv", /^(-[fvn]+|--(force|verbose|no-clobber))$/],
  // What -m asks for shows in the permissions of what was made.
  ["install", /^(-[DvpC]+|-[DvpC]*m\w*|--mode=.*|[0-7]{3,4}|[ugoa]*=[rwxX,=ugoa]+)$/],
]);

/**
 * `cp /code/x DST`, or `mv` or `install`, of files as they came from the project becomes COPY. Root
 * needs no `sudo` for that.
 */
export function copyItem(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
): CopyItem | undefined {
  const step = ledger.steps[index];
  const call = copyCall(step, ledger, project);
  if (call === undefined) return;
  const { program, operands, directory, made } = call;
  if (operands.length < 2 || operands.some((word) => word.startsWith("-"))) return;
  const target = resolve(directory, operands.at(-1)!);
  if (!made.every((path) => isWithin(path, target))) return;
  const sources = operands.slice(0, -1).map((path) => resolve(directory, path));
  const moved = program === "mv" ? sources.flatMap((path) => project.single(path)) : [];
  if (program === "mv" && moved.length < sources.length) return;
  const changed = ledger.steps.slice(0, index).flatMap(({ changes }) => changes);
  const asCame = (path: string) =>
    project.at(path).length > 0 &&
    !changed.some((change) =>
      !change.attributesOnly && change.type !== "directory" && isWithin(path, change.path)
    );
  const explained = significantChanges(step.changes).every(({ path, kind, type }) =>
    kind === "removed"
      ? moved.some((file) => project.pathOf(file) === path)
      : isWithin(target, path) || (type === "directory" && isWithin(path, target))
  );
  // The whole context holds the handmade files as well.
  const takesAll = sources.includes(ledger.codeDirectory) &&
    ledger.steps.some((each) => handmadeFiles(each).length > 0);
  if (takesAll || !sources.every(asCame) || !explained) return;
  const whole = copiesTo(target, sources, step, ledger);
  if (whole.some((copy) => losesModes(copy, step, ledger))) return;
  const copies = whole.flatMap((copy) => byMode(copy, step, ledger));
  return { kind: "copy", step: index, rank: "source", copies, gone: moved };
}

/** True for a folder whose files have other permissions in the session than in the project. */
function losesModes(
  { sources: [folder], target }: CopyItem["copies"][number],
  { changes }: LedgerStep,
  { modes, project }: Ledger,
): boolean {
  if (project.includes(folder)) return false;
  const prefix = folder === "." ? "" : `${folder}/`;
  const made = new Map(changes.map(({ path, mode }) => [path, mode]));
  return project.some((file, at) => {
    const now = file.startsWith(prefix) ? made.get(target + file.slice(prefix.length)) : undefined;
    return now !== undefined && modes?.[at] !== undefined && modes[at] !== now;
  });
}

/** A program that copies, at work. */
interface CopyCall {
  program: string;
  operands: string[];
  directory: string;
  /** Absolute paths of folders that the command line makes first. */
  made: string[];
}

/** A command line that copies, and asks nothing else but for the folders to copy to. */
function copyCall(step: LedgerStep, ledger: Ledger, project: ProjectFiles): CopyCall | undefined {
  const { command, directory } = whereItRuns(step, step.command);
  const chain = parseChain(command) ?? [];
  const last = chain.at(-1);
  const words = (last?.words ?? []).flatMap(({ value, raw }) =>
    value === undefined ? expanded(raw, directory, ledger, project) : [value]
  );
  const made = chain.slice(0, -1).flatMap((simple) => foldersMade(simple, ledger));
  if (words.includes(undefined) || made.includes(undefined)) return undefined;
  const [program, ...rest] = withoutSudo(words, ledger) as string[];
  const flags = copyFlags.get(program ?? "");
  if (!flags) return undefined;
  return {
    program,
    operands: rest.filter((word) => !flags.test(word)),
    directory,
    made: made.map((path) => resolve(directory, path!)),
  };
}

/** What `mkdir` makes as a COPY makes it; with `undefined` for any other command. */
function foldersMade({ words }: SimpleCommand, ledger: Ledger): (string | undefined)[] {
  const [program, ...rest] = withoutSudo(words.map(({ value }) => value), ledger);
  if (program !== "mkdir") return [undefined];
  const folders = rest.filter((word) => !/^(-[pv]+|--parents)$/.test(word ?? ""));
  return folders.map((word) => word?.startsWith("-") ? undefined : word);
}

/** Root needs none. */
function withoutSudo<Word>(words: Word[], { user }: Ledger): Word[] {
  return words[0] === "sudo" && user === undefined ? words.slice(1) : words;
}

/** What `src/*` stands for: the folder's content, or its entries where some are hidden. */
function expanded(
  pattern: string,
  directory: string,
  { besides = [] }: Ledger,
  project: ProjectFiles,
): (string | undefined)[] {
  const [, folder] = /^([\w@%+=:,.\/-]*?)\*$/.exec(pattern) ?? [];
  if (folder === undefined || (folder !== "" && !folder.endsWith("/"))) return [undefined];
  const path = resolve(directory, folder);
  const below = (file: string) => file.slice(path.length + 1).split("/")[0];
  const entries = [...new Set(project.at(path).map((file) => below(project.pathOf(file))))];
  const others = besides.map((name) => project.pathOf(name))
    .filter((name) => isWithin(path, name) && !entries.includes(below(name)));
  if (entries.length === 0 || others.length > 0) return [undefined];
  const shown = entries.filter((name) => !name.startsWith("."));
  return shown.length === entries.length ? [`${path}/.`] : shown.map((name) => `${path}/${name}`);
}

/** Files whose permissions in the session are not those of the project get them from the COPY. */
function byMode(
  copy: CopyItem["copies"][number],
  { changes }: LedgerStep,
  { project, modes }: Ledger,
): CopyItem["copies"] {
  const groups = new Map<number | undefined, string[]>();
  for (const source of copy.sources) {
    const path = copy.target.endsWith("/") ? `${copy.target}${basename(source)}` : copy.target;
    const at = project.indexOf(source);
    const then = modes?.[at];
    const now = changes.find((change) => change.path === path && change.type === "file")?.mode;
    const mode = at < 0 || then === undefined || then === now ? undefined : now;
    groups.set(mode, [...groups.get(mode) ?? [], source]);
  }
  return [...groups].map(([mode, sources]) => ({ ...copy, sources, mode }));
}

/** One COPY for all plain files; a folder needs its own because COPY takes its content only. */
function copiesTo(
  target: string,
  sources: readonly string[],
  step: LedgerStep,
  { codeDirectory, project }: Ledger,
): CopyItem["copies"] {
  const intoFolder = !step.changes.some(({ path, type }) => path === target && type === "file");
  const files: string[] = [];
  const copies: CopyItem["copies"] = [];
  for (const source of sources) {
    const name = source.slice(codeDirectory.length + 1) || ".";
    if (project.includes(name)) {
      files.push(name);
      continue;
    }
    const below = `${target === "/" ? "" : target}/${basename(source)}`;
    const keepsName = step.changes.some(({ path }) => isWithin(below, path));
    copies.push({ sources: [name], target: `${keepsName ? below : target}/` });
  }
  const fileTarget = intoFolder ? `${target === "/" ? "" : target}/` : target;
  if (files.length > 0) copies.unshift({ sources: files, target: fileTarget });
  return copies;
}
