import { significantChanges } from "../containerize/significant_changes.ts";
import { isTemporary } from "../containerize/significant_changes.ts";
import type { LedgerStep } from "../containerize/ledger.ts";
import { compareListings, type FileChange, type FileListing } from "./file_listing.ts";
import { putHandmade } from "./handmade.ts";
import { isSkippable, netChanges } from "./recorded_step.ts";
import type { SessionPlace } from "./session_place.ts";
import { restoreScript } from "./shell_restore.ts";

/** Something that doing steps again did not make as it was. */
export interface Difference {
  path: string;
  /** Undefined where the repetition left the path alone. */
  found: FileChange["kind"] | undefined;
  /** Undefined where the session left the path alone. */
  expected: FileChange["kind"] | undefined;
}

/** A step that ended with another exit code than in the session. */
export interface OtherEnd {
  step: LedgerStep;
  exit: number;
}

/**
 * Does steps again, each in the shell state in which it was done. Files made by hand are put in
 * place, with no editor; steps that changed nothing are left out.
 */
export async function replaySteps(
  place: SessionPlace,
  steps: readonly LedgerStep[],
): Promise<OtherEnd[]> {
  const others: OtherEnd[] = [];
  let { state } = await place.driver.run(":");
  for (const step of steps) {
    if (isSkippable(step)) continue;
    if (step.handmade.length > 0) {
      await putHandmade(place.engine, place.container.id, step.handmade, { signal: place.signal });
      continue;
    }
    await place.driver.run(restoreScript(state!, step.before, { isDriver: true }) || ":");
    const end = await place.driver.run(step.ran);
    if (end.exit !== step.exit) others.push({ step, exit: end.exit });
    if (!end.state) await place.renewDriver();
    state = end.state ?? (await place.driver.run(":")).state;
  }
  return others;
}

/** What doing steps again did otherwise, by paths and kinds; caches and logs do not count. */
export function replayDifferences(
  steps: readonly LedgerStep[],
  before: FileListing,
  after: FileListing,
): Difference[] {
  const matters = (changes: Iterable<FileChange>) =>
    new Map(
      significantChanges([...changes]).filter((change) => !isTemporary(change))
        .map((change) => [change.path, change]),
    );
  const expected = matters(netChanges(steps).values());
  const found = matters(compareListings(before, after));
  const paths = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return paths
    .map((path) => ({ path, expected: expected.get(path), found: found.get(path) }))
    .filter(({ expected, found }) =>
      expected?.kind !== found?.kind || expected?.type !== found?.type
    )
    .map(({ path, expected, found }) => ({ path, expected: expected?.kind, found: found?.kind }));
}

/** What came of doing steps again. */
export interface Replayed {
  otherEnds: OtherEnd[];
  differences: Difference[];
  /** The files after them. */
  files: FileListing;
}

/** Does steps again in a new container, which is removed when that cannot be done. */
export async function replayInNew(
  { place, files }: { place: SessionPlace; files: FileListing },
  steps: readonly LedgerStep[],
): Promise<Replayed> {
  try {
    const otherEnds = await replaySteps(place, steps);
    const after = steps.length > 0 ? await place.files() : files;
    return { otherEnds, differences: replayDifferences(steps, files, after), files: after };
  } catch (error) {
    place.close();
    await place.container.remove();
    throw error;
  }
}
