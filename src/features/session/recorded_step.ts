import type { LedgerStep } from "../containerize/ledger.ts";
import type { FileChange, FileListing, ListingEntry } from "./file_listing.ts";

/** A step and what undoing it needs to know; plain data. */
export interface RecordedStep {
  step: LedgerStep;
  /** What the step modified or removed, as it was before. */
  prior: readonly ListingEntry[];
}

/** @param before the files before the step */
export function recordedStep(step: LedgerStep, before: FileListing): RecordedStep {
  const prior: ListingEntry[] = [];
  for (const { path } of step.changes) {
    const file = before.get(path);
    if (file) prior.push([path, file]);
  }
  return { step, prior };
}

/** What several steps together did to a path: nothing when they undid each other's work. */
export function netChanges(steps: readonly LedgerStep[]): Map<string, FileChange> {
  const net = new Map<string, FileChange>();
  for (const change of steps.flatMap(({ changes }) => changes)) {
    const earlier = net.get(change.path);
    const kind = earlier ? netKind(earlier.kind, change.kind) : change.kind;
    if (!kind) {
      net.delete(change.path);
      continue;
    }
    net.set(change.path, {
      ...change,
      kind,
      bytes: change.bytes + (earlier?.bytes ?? 0),
      attributesOnly: change.attributesOnly && earlier?.attributesOnly !== false,
    });
  }
  return net;
}

type Kind = FileChange["kind"];

function netKind(first: Kind, then: Kind): Kind | undefined {
  if (first === "added") return then === "removed" ? undefined : "added";
  return then === "removed" ? "removed" : "modified";
}

/**
 * Seconds that it takes to do a step once more. What needed a person does not: its files are put
 * in place; what changed no file and left nothing running is left out.
 */
export function redoSeconds(step: LedgerStep): number {
  if (step.handmade.length > 0) return 0.05;
  return isSkippable(step) ? 0 : step.seconds + 0.02;
}

/** True when the files are the same without the step, and no later step can need what it ran. */
export function isSkippable({ changes, command, handmade }: LedgerStep): boolean {
  if (changes.length > 0 || handmade.length > 0) return false;
  return !/(^|[^&>|])&(?![&>])|\b(service|start|restart|systemctl|daemon\w*|nohup|setsid)\b|d$/
    .test(
      command.trim(),
    );
}
