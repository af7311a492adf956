import { isUsersVariable } from "../environment.ts";
import type { Instruction } from "../dockerfile.ts";
import type { Ledger, LedgerStep } from "../ledger.ts";
import { secretVariables } from "../secrets.ts";
import type { Difference, Proof } from "./proof.ts";
import type { StepTrace } from "./step_trace.ts";

/** What an image gives every process of it, as far as a session's shell had the like. */
export interface Configuration {
  env: Readonly<Record<string, string>>;
  directory: string;
  /** As the image names it; empty for root. */
  user: string;
}

/** What is compared: the shell at the end of the session, and the image's configuration. */
export interface Configurations {
  /** Of the image that the session began with. */
  base: Configuration;
  image: Configuration;
  trace: StepTrace;
  instructions: readonly Instruction[];
}

type Verdict = Pick<Proof, "differences" | "leftOut" | "onPurpose">;

/**
 * Compares what a process of the image finds with what the session's shell had at its end: exported
 * variables, working directory, user. Only what the session changed, or the image, is looked at: a
 * shell has variables of its own from its beginning.
 */
export function compareConfiguration(configurations: Configurations): Verdict {
  const verdict: Verdict = { differences: [], leftOut: [], onPurpose: [] };
  compareVariables(configurations, verdict);
  compareDirectory(configurations, verdict);
  compareUser(configurations, verdict);
  return verdict;
}

function compareVariables(configurations: Configurations, verdict: Verdict): void {
  const { base, image, trace, instructions } = configurations;
  const { start } = trace.ledger;
  const end = endOf(trace.ledger);
  const secrets = secretVariables(trace.ledger);
  const names = [start.env, end.env, base.env, image.env].flatMap((env) => Object.keys(env));
  for (const name of [...new Set(names)].sort().filter(isUsersVariable)) {
    const [before, session, built] = [start.env[name], end.env[name], image.env[name]];
    if (session === built || (session === before && built === base.env[name])) continue;
    const path = `variable:${name}`;
    const onPurpose = (reason: string) => void verdict.onPurpose.push({ path, reason });
    const change = lastChange(trace, ({ env }) => env[name]);
    if (secrets.has(name) && built === base.env[name]) {
      onPurpose("a secret, which the build gets and the image does not");
    } else if (session === undefined && built === "") {
      onPurpose("a Dockerfile cannot withdraw a variable: it is empty in the image");
    } else if (change === undefined && addedByDk(instructions, name)) {
      onPurpose("for the user that the image runs as");
    } else if (change !== undefined && trace.step(change).verdict === "drop") {
      addLeftOut(verdict, trace, change, path);
    } else {
      const reason = variableReason({ session, built, change }, trace);
      const values = { session: session ?? null, image: built ?? null };
      verdict.differences.push(difference({ path, aspect: "variable", ...values, reason }, change));
    }
  }
}

function variableReason(
  { session, built, change }: { session?: string; built?: string; change?: number },
  trace: StepTrace,
): string {
  if (change === undefined) return "no step changed it: the Dockerfile has set it";
  const name = `step ${change + 1} (${trace.command(change)})`;
  if (session?.includes("\n")) return `ENV cannot hold the several lines that ${name} gave it`;
  if (session === undefined) return `${name} withdrew it, and the image keeps it`;
  if (built === undefined) return `${name} exported it, and the Dockerfile does not`;
  return `${name} exported it, and in the build it came to something else`;
}

function compareDirectory({ base, image, trace }: Configurations, verdict: Verdict): void {
  const session = endOf(trace.ledger).directory;
  const isUntouched = session === trace.ledger.start.directory &&
    image.directory === base.directory;
  if (session === image.directory || isUntouched) return;
  const change = lastChange(trace, ({ directory }) => directory);
  const path = "working directory";
  if (change !== undefined && trace.step(change).verdict === "drop") {
    return addLeftOut(verdict, trace, change, path);
  }
  const reason = change === undefined
    ? "the session stayed where it began, and the Dockerfile goes elsewhere"
    : `step ${change + 1} (${trace.command(change)}) went there, and the Dockerfile does not`;
  const values = { session, image: image.directory };
  verdict.differences.push(difference({ path, aspect: path, ...values, reason }, change));
}

/** The session's shell begins as the base image's user, whom only numbers tell apart later. */
function compareUser({ base, image, trace, instructions }: Configurations, verdict: Verdict): void {
  const path = "user";
  const shown = image.user || "root";
  if (instructions.some(({ kind }) => kind === "user")) {
    verdict.onPurpose.push({ path, reason: `the image is to run as ${shown}` });
    return;
  }
  const [first, last] = [trace.ledger.steps.at(0)?.uid, trace.ledger.steps.at(-1)?.uid];
  if (image.user !== base.user) {
    const reason = "the Dockerfile names another user than the base image";
    const session = base.user || "root";
    verdict.differences.push({ path, aspect: path, session, image: shown, reason });
  } else if (first && last && first !== last) {
    const step = trace.ledger.steps.findLastIndex(({ uid }) => uid !== last) + 2;
    const command = trace.command(step - 1);
    const reason = `the session went on as another user with step ${step} (${command})`;
    verdict.differences.push({ path, aspect: path, session: last, image: shown, reason, step });
  }
}

function endOf({ steps, start }: Ledger): LedgerStep["after"] {
  return steps.at(-1)?.after ?? start;
}

/** Index of the last step that changed something of the shell. */
function lastChange(
  { ledger: { steps } }: StepTrace,
  of: (state: LedgerStep["after"]) => string | undefined,
): number | undefined {
  const index = steps.findLastIndex(({ before, after }) => of(before) !== of(after));
  return index < 0 ? undefined : index;
}

/** True for an ENV that comes from no step. */
function addedByDk(instructions: readonly Instruction[], name: string): boolean {
  return instructions.some((each) => each.kind === "env" && each.name === name && !each.steps);
}

function addLeftOut(verdict: Verdict, trace: StepTrace, index: number, path: string): void {
  const [command, why] = [trace.command(index), trace.whyLeftOut(index)];
  verdict.leftOut.push({ step: index + 1, command, why, paths: [path] });
}

function difference(known: Difference, change: number | undefined): Difference {
  return change === undefined ? known : { ...known, step: change + 1 };
}

/** A proof of files and packages, and what the configurations add to it. */
export function withConfiguration(proof: Proof, verdict: Verdict): Proof {
  const leftOut = new Map(proof.leftOut.map((one) => [one.step, one]));
  for (const one of verdict.leftOut) {
    const paths = [...leftOut.get(one.step)?.paths ?? [], ...one.paths];
    leftOut.set(one.step, { ...one, paths });
  }
  const differences = [...proof.differences, ...verdict.differences];
  return {
    ...proof,
    equal: differences.length === 0,
    differences,
    leftOut: [...leftOut.values()].sort((a, b) => a.step - b.step),
    onPurpose: [...proof.onPurpose, ...verdict.onPurpose],
  };
}
