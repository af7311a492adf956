import type { ShellState } from "../session/shell_protocol.ts";
import { usedFailures } from "./failed_steps.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { concealSecrets } from "./secrets.ts";
import { significantChanges } from "./significant_changes.ts";

/** A session as if some of its steps had never been typed. */
export interface ReducedLedger {
  /** As many steps as before; those left out do nothing. */
  ledger: Ledger;
  /** Steps that use what only a left out step had made; one sentence each. */
  warnings: string[];
}

/** Why a step's files are not there. */
interface Absent {
  line: number;
  wasDropped: boolean;
}

/**
 * Takes out of a session the steps that the user dropped, with what only they made: the variables
 * and functions they set, and later steps that did nothing but remove their files or change
 * permissions. Those fall away as well that tidied up behind a failed step.
 */
export function withoutDropped(ledger: Ledger, test: string): ReducedLedger {
  const steps = [...ledger.steps];
  const absent = new Map<string, Absent>();
  const warnings: string[] = [];
  const failures = usedFailures(steps, test);
  ledger.steps.forEach((step, index) => {
    const { verdict, line, exit } = step;
    const files = significantChanges(step.changes);
    const onlyTidies = verdict === undefined && files.length > 0 &&
      files.every((file) => absent.has(file.path) && isTidying(file));
    if (verdict === "drop" || onlyTidies) {
      const wasDropped = verdict === "drop" || absent.get(files[0].path)!.wasDropped;
      if (wasDropped) leaveOut(steps, index);
      else steps[index] = { ...step, changes: [] };
      noteAdded(step, { line, wasDropped }, absent);
      return;
    }
    const isRepeated = exit === 0 || verdict === "keep" || failures.has(index);
    if (!isRepeated) return noteAdded(step, { line, wasDropped: false }, absent);
    const dropped = files.find(({ path, kind }) =>
      kind !== "added" && absent.get(path)?.wasDropped
    );
    if (dropped) warnings.push(standsOnDropped(step, absent.get(dropped.path)!));
    for (const { path } of files) absent.delete(path);
  });
  return { ledger: { ...ledger, steps }, warnings };
}

/** True for a change that is nothing without the file itself. */
function isTidying({ kind, attributesOnly }: LedgerStep["changes"][number]): boolean {
  return kind === "removed" || attributesOnly;
}

function noteAdded({ changes }: LedgerStep, why: Absent, absent: Map<string, Absent>): void {
  for (const { path, kind } of changes) if (kind === "added") absent.set(path, why);
}

function standsOnDropped({ line, command }: LedgerStep, maker: Absent): string {
  return `Step ${line} (${
    firstLine(command)
  }) works on files that only step ${maker.line} made, which you dropped; it may fail`;
}

/** The step does nothing any more, and what it set is not seen by those behind it. */
function leaveOut(steps: LedgerStep[], index: number): void {
  const { before, after } = steps[index];
  for (let at = index; at < steps.length; at++) {
    const step = steps[at];
    steps[at] = {
      ...step,
      before: at === index ? step.before : withdrawn(step.before, before, after),
      after: withdrawn(step.after, before, after),
    };
  }
  const idle = { command: ":", ran: ":", exit: 0, changes: [], handmade: [], notes: [] };
  steps[index] = { ...steps[index], ...idle };
}

/** A state without what a step changed in it, where nobody has changed that again. */
function withdrawn(state: ShellState, before: ShellState, after: ShellState): ShellState {
  const without = (of: (state: ShellState) => Readonly<Record<string, string>>) => {
    const values = { ...of(state) };
    for (const name of new Set([...Object.keys(of(before)), ...Object.keys(of(after))])) {
      const [then, now] = [of(before)[name], of(after)[name]];
      if (then === now || values[name] !== now) continue;
      if (then === undefined) delete values[name];
      else values[name] = then;
    }
    return values;
  };
  return {
    ...state,
    env: without(({ env }) => env),
    variables: without(({ variables }) => variables),
    functions: without(({ functions }) => functions),
  };
}

function firstLine(command: string): string {
  return concealSecrets(command).split("\n")[0];
}
