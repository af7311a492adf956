import type { Ledger } from "./ledger.ts";
import type { RemoveItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { parseSimple } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

/** An `rm` of nothing but project files: they need not be copied in the first place. */
export function removeItem(
  { steps }: Ledger,
  index: number,
  project: ProjectFiles,
): RemoveItem | undefined {
  const { command, changes } = steps[index];
  const removed = significantChanges(changes);
  const isRemoval = parseSimple(command)?.words[0]?.value === "rm" &&
    removed.every(({ kind, path }) => kind === "removed" && project.at(path).length > 0);
  if (!isRemoval) return;
  const gone = removed.flatMap(({ path }) => project.single(path));
  return { kind: "remove", step: index, rank: "language", gone };
}
