import { basename, isWithin, resolve } from "../../lib/path.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import type { CopyItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { parseSimple } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

const copyFlags = /^(-[aprRfvdL]+|--(recursive|archive|force|verbose)|--preserve(=.*)?)$/;

/** `cp /code/x DST` of files as they came from the project becomes COPY. */
export function copyItem(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
): CopyItem | undefined {
  const step = ledger.steps[index];
  const words = parseSimple(step.command)?.words ?? [];
  if (words[0]?.value !== "cp" || words.some(({ value }) => value === undefined)) return;
  const operands = words.slice(1).map(({ value }) => value!).filter((word) =>
    !copyFlags.test(word)
  );
  if (operands.length < 2 || operands.some((word) => word.startsWith("-"))) return;
  const target = resolve(step.before.directory, operands.at(-1)!);
  const sources = operands.slice(0, -1).map((path) => resolve(step.before.directory, path));
  const changed = ledger.steps.slice(0, index).flatMap(({ changes }) => changes);
  const asCame = (path: string) =>
    project.at(path).length > 0 &&
    !changed.some((change) => isWithin(path, change.path) && change.type !== "directory");
  const explained = significantChanges(step.changes).every(({ path, kind }) =>
    kind !== "removed" && isWithin(target, path)
  );
  if (!sources.every(asCame) || !explained) return;
  return {
    kind: "copy",
    step: index,
    rank: "source",
    copies: copiesTo(target, sources, step, ledger),
  };
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
