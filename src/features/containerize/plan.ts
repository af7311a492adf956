import type { Assembly } from "./assembly.ts";
import type { Instruction } from "./dockerfile.ts";
import { withDownloadsFirst } from "./downloads_first.ts";
import { withoutDropped } from "./dropped_steps.ts";
import { foldModes, unfoldedModes } from "./fold_modes.ts";
import { contextPaths, type PlannedFile, withoutSuperseded } from "./handmade_item.ts";
import type { Ledger } from "./ledger.ts";
import { type Item, stepItems } from "./plan_items.ts";
import { endInstructions, type EndOptions } from "./plan_end.ts";
import { warningsFor } from "./plan_warnings.ts";
import { ProjectFiles } from "./project_use.ts";
import { secretVariables } from "./secrets.ts";
import { withPlacedFiles } from "./placed_files.ts";
import { placedNotes } from "./step_notes.ts";
import { planStages } from "./plan_stages.ts";
import type { TestStage } from "./test_stage.ts";
import { usefulSteps } from "./useful_steps.ts";

/** Names of the stages where there are several; the last one has none. */
export const testStage = "test";
const programStage = "app";

/** What a session comes to. */
export interface DockerfilePlan {
  instructions: Instruction[];
  /** Files to lie in the build context beside the project's own. */
  files: PlannedFile[];
  /** Per step of the ledger: whether the Dockerfile holds something of it. */
  kept: boolean[];
  /** What the stage `test` has and the image goes without; undefined without that stage. */
  testStage: TestStage | undefined;
  /** What the user should know; one sentence each. */
  warnings: string[];
  /** Build secrets that the Dockerfile asks for: values by id. */
  secrets: ReadonlyMap<string, string>;
}

/** How the Dockerfile is to be written. */
export interface PlanOptions extends EndOptions {
  /** False gives permissions by RUN, not by COPY; as the session's engine builds when left out. */
  chmod?: boolean;
  /** False leaves packages that serve only tests in the image. */
  testStage?: boolean;
  /** Gives every step that works with the project all of its files, and the image as well. */
  wholeProject?: boolean;
}

/**
 * Turns a session into a Dockerfile. Decided by what the steps changed (files, variables,
 * directory), not by their names; without any I/O.
 *
 * @param test the command that will prove the image; it tells what of the project is needed and
 * becomes CMD
 */
export function planDockerfile(
  typed: Ledger,
  test: string,
  options: PlanOptions = {},
): DockerfilePlan {
  const { ledger, warnings } = withoutDropped(typed, test);
  const project = new ProjectFiles(ledger);
  const { chmod = !ledger.buildsClassic } = options;
  const { wholeProject = false } = options;
  const planned = withNotes(typed, plannedItems(ledger, project, test, { chmod, wholeProject }));
  const items = wholeProject ? planned.map((item) => needingAll(item, project)) : planned;
  const handmade = contextPaths(items.filter((item) => item.kind === "handmade"));
  const stages = planStages({ ledger, project, items, handmade }, test, { ...options, chmod });
  const built = [stages.program, ...stages.tests ? [stages.tests] : []];
  const directories = new Set(built.flatMap((stage) => [...stage.directories]));
  const isPlaced = (index: number) => items.some(({ step }) => step === index);
  const lastNotes = placedNotes(typed.steps, isPlaced).get(undefined);
  return {
    instructions: [
      ...headFor(ledger, built),
      ...stages.program.instructions,
      ...stages.tests ? testInstructions(stages.tests) : [],
      ...endInstructions(ledger, test, options, lastNotes),
    ],
    files: [...handmade].map(([{ file: { content, mode } }, path]) => ({ path, content, mode })),
    kept: ledger.steps.map((step, index) =>
      items.some((item) => contributes(item, index)) || movesTo(step, directories)
    ),
    testStage: stages.told,
    warnings: [...warningsFor(ledger, test), ...warnings, ...stages.warnings],
    secrets: secretVariables(ledger),
  };
}

/** What the steps come to, in their order. */
function plannedItems(
  ledger: Ledger,
  project: ProjectFiles,
  test: string,
  { chmod, wholeProject }: { chmod: boolean; wholeProject: boolean },
): Item[] {
  const keeps = usefulSteps(ledger, test);
  const own = ledger.steps.flatMap((_, index) => stepItems(ledger, index, project, keeps));
  const placed = withPlacedFiles(own, ledger, project, wholeProject);
  const items = wholeProject ? placed : withDownloadsFirst(placed, ledger, project);
  const lasting = withoutSuperseded(items, ledger);
  return chmod ? foldModes(lasting, ledger, project) : unfoldedModes(lasting);
}

/** The item with all files at hand, unless it installs what has nothing to do with the project. */
function needingAll(item: Item, project: ProjectFiles): Item {
  const isForeign = item.kind !== "run" || item.rank === "system" ||
    (item.rank === "language" && item.needs.length === 0);
  return isForeign ? item : { ...item, needs: [...project.all] };
}

/** Items with the user's notes on the first that each step comes to. */
function withNotes({ steps }: Ledger, items: readonly Item[]): Item[] {
  const notes = placedNotes(steps, (index) => items.some(({ step }) => step === index));
  return items.map((item, at) => {
    const own = notes.get(item.step);
    const isFirst = items.findIndex(({ step }) => step === item.step) === at;
    return own && isFirst ? { ...item, notes: own } : item;
  });
}

function headFor({ base, shell }: Ledger, stages: readonly Assembly[]): Instruction[] {
  const head: Instruction[] = [];
  const secrets = new Set(stages.flatMap((stage) => [...stage.secrets]));
  if (secrets.size > 0) {
    const flags = [...secrets].map((id) => `--secret id=${id},env=${id}`).join(" ");
    head.push({ kind: "comment", text: `Build with the secrets in variables: ${flags}` });
  }
  head.push({ kind: "from", image: base, stage: stages.length > 1 ? programStage : undefined });
  if (shell.name === "bash" && !shell.isSh && stages.some(({ usesBash }) => usesBash)) {
    head.push({ kind: "shell", words: ["/bin/bash", "-c"] });
  }
  return head;
}

/** The stage of the tests, and the one behind it that goes without: a build makes the last. */
function testInstructions({ instructions }: Assembly): Instruction[] {
  return [
    {
      kind: "from",
      image: programStage,
      stage: testStage,
      comments: [`What only tests need: docker build --target ${testStage} .`],
    },
    ...instructions,
    { kind: "from", image: programStage },
  ];
}

function contributes(item: Item, step: number): boolean {
  return item.step === step || item.also?.includes(step) || (item.kind === "run" &&
    [...item.setup, ...item.definitions].some((definition) => definition.step === step));
}

function movesTo(step: Ledger["steps"][number], directories: ReadonlySet<string>): boolean {
  return step.before.directory !== step.after.directory && directories.has(step.after.directory);
}
