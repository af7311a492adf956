import { Assembly } from "./assembly.ts";
import { endNeeds } from "./end_needs.ts";
import { inOrder, runGroups } from "./item_order.ts";
import type { Ledger } from "./ledger.ts";
import type { HandmadeItem, Item } from "./plan_items.ts";
import { ProjectCopies } from "./project_copies.ts";
import type { ProjectFiles } from "./project_use.ts";
import { withSharedLayers } from "./shared_layers.ts";
import {
  sessionTests,
  splitTestFiles,
  type StagedItems,
  stagedItems,
  type TestStage,
} from "./test_stage.ts";

/** The instructions between FROM and the end, stage by stage. */
export interface PlannedStages {
  program: Assembly;
  /** Undefined where tests need nothing of their own. */
  tests: Assembly | undefined;
  /** What has gone to the stage of the tests. */
  told: TestStage | undefined;
  warnings: string[];
}

/** What the stages are made of. */
export interface StageParts {
  ledger: Ledger;
  project: ProjectFiles;
  items: readonly Item[];
  /** Where handmade files lie in the context. */
  handmade: ReadonlyMap<HandmadeItem, string>;
}

/** Puts items in order and writes them down: the program's, and behind them those of its tests. */
export function planStages(
  { ledger, project, items, handmade }: StageParts,
  test: string,
  { chmod = true, testStage = true, wholeProject = false }: {
    chmod?: boolean;
    testStage?: boolean;
    wholeProject?: boolean;
  },
): PlannedStages {
  const staged = testStage ? stagedItems(items, ledger, test) : unstaged(items);
  const all = endNeeds(ledger, project, items, test, wholeProject);
  const last = ledger.steps.at(-1)?.after ?? ledger.start;
  const needs = staged.tests.length > 0
    ? splitTestFiles(all, new Set(project.named(test, last)))
    : { program: all, tests: [] };
  const copies = new ProjectCopies(ledger, project, projectModes(items), handmade.size > 0);
  const program = new Assembly(ledger, copies, needs.program, { handmade, chmod });
  for (const group of runGroups(withSharedLayers(inOrder(staged.program), ledger))) {
    program.add(group);
  }
  program.finish();
  const { warnings } = staged;
  if (staged.tests.length === 0) return { program, tests: undefined, told: undefined, warnings };
  const tests = program.next(needs.tests);
  for (const group of runGroups(inOrder(staged.tests))) tests.add(group);
  tests.finishTests(sessionTests(ledger, project));
  const steps = staged.tests.map(({ step }) => step);
  const told = { steps, packages: [...new Set(staged.packages)], files: needs.tests };
  return { program, tests, told, warnings };
}

function unstaged(items: readonly Item[]): StagedItems {
  return { program: [...items], tests: [], packages: [], warnings: [] };
}

function projectModes(items: readonly Item[]): Map<string, number> {
  return new Map(items.flatMap((item) => item.kind === "chmod" ? [...item.modes] : []));
}
