import { isWithin } from "../../lib/path.ts";
import type { HandmadeFile } from "./handmade.ts";
import type { Copies } from "./keepsakes.ts";
import type { RecordedStep } from "./recorded_step.ts";
import type { Snapshot } from "./snapshots.ts";

/** Where files are to be had as they were after some steps. */
export interface Sources {
  steps: readonly RecordedStep[];
  snapshots: readonly Snapshot[];
  /** The base image, which lacks the project. */
  base: string;
  codeDirectory: string;
  copies: Copies;
}

/** Files to put in place. */
export interface Restorations {
  /** Paths to be taken from images, by image. */
  images: ReadonlyMap<string, string[]>;
  files: readonly HandmadeFile[];
}

/**
 * Where paths are to be had as they were after `target` steps; undefined when one of them is not.
 */
export function findSources(
  paths: readonly string[],
  target: number,
  { steps, snapshots, base, codeDirectory, copies }: Sources,
): Restorations | undefined {
  const places = snapshots
    .filter(({ step }) => step <= target)
    .map(({ image, step, torn }) => ({ image, step, torn: new Set(torn.map(({ path }) => path)) }))
    .reverse();
  const found = new Map<string, string[]>();
  const add = (image: string, path: string) => {
    const others = found.get(image);
    if (others) others.push(path);
    else found.set(image, [path]);
  };
  // The later the snapshot, the less can have changed since.
  const files = copies.find(paths, steps.slice(0, target));
  const copied = new Set(files.map(({ path }) => path));
  let left = paths.filter((path) => !copied.has(path));
  for (const { image, step, torn } of places) {
    const changed = changedBetween(steps, step, target);
    const isThere = (path: string) => !changed.has(path) && !torn.has(path);
    for (const path of left.filter(isThere)) add(image, path);
    left = left.filter((path) => !isThere(path));
  }
  const changed = changedBetween(steps, 0, target);
  for (const path of left) {
    if (changed.has(path) || isWithin(codeDirectory, path)) return undefined;
    add(base, path);
  }
  return { images: found, files };
}

function changedBetween(steps: readonly RecordedStep[], from: number, to: number): Set<string> {
  const changes = steps.slice(from, to).flatMap(({ step }) => step.changes);
  return new Set(changes.map(({ path }) => path));
}

/** What must be done to a container of a torn snapshot. */
export interface Mending {
  /** Paths that later commands added. */
  remove: string[];
  /** Paths that later commands changed or removed. */
  damaged: string[];
  /** Where those are to be had. */
  restore: Restorations;
}

/** Undefined for a snapshot that cannot be mended. */
export function planMending(snapshot: Snapshot, sources: Sources): Mending | undefined {
  const { torn, step } = snapshot;
  const added = new Set<string>();
  const damaged = new Set<string>();
  for (const { path, kind, type } of torn) {
    if (added.has(path) || damaged.has(path)) continue; // The first change tells what was before.
    if (kind === "added") added.add(path);
    else if (type === "directory" || type === "other") return undefined;
    else damaged.add(path);
  }
  const older = sources.snapshots.filter((other) => other.image !== snapshot.image);
  const restore = findSources([...damaged], step, { ...sources, snapshots: older });
  return restore && { remove: [...added], damaged: [...damaged], restore };
}
