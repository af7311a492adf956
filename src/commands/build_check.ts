import type { DkContext } from "../cli/context.ts";
import { checkDockerfile } from "../features/build/check/check.ts";
import { openDockerfile } from "../features/build/check/open.ts";
import { rules } from "../features/build/check/rules.ts";
import { type BuildFlags, planBuild } from "../features/build/plan.ts";
import {
  checkReport,
  checkReportText,
  checkSummary,
  ruleListText,
} from "../view/build/check_report.ts";
import { inputChunks } from "./input_chunks.ts";

/** The flags of `dk build` that matter for `--check`. */
export interface CheckFlags extends BuildFlags {
  format?: "json";
  quiet: boolean;
  strict: boolean;
}

/**
 * `dk build --check`: prints what could be better in a Dockerfile; asks no engine.
 *
 * @returns the exit code: 1 for an error, or with --strict for any finding
 */
export async function runCheck(
  context: DkContext,
  flags: CheckFlags,
  path: string,
): Promise<number> {
  const plan = planBuild(path, flags, { env: context.env, proxies: {} });
  const { file, text, context: files } = await openDockerfile(plan, {
    cwd: context.cwd,
    stdin: () => inputChunks(context.stdin),
  });
  const { buildArgs, target } = plan;
  const surroundings = { now: context.now(), buildArgs, target, context: files };
  const { findings, strict } = checkDockerfile(text, surroundings);
  const report = checkReport(file, findings);
  if (flags.format === "json") context.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else context.stdout.write(checkReportText(report));
  if (flags.format !== "json" && !flags.quiet) context.stderr.write(checkSummary(report));
  const fails = strict || flags.strict ? findings.length > 0 : report.errors > 0;
  return fails ? 1 : 0;
}

/** `dk build --check=rules`: prints the rules. */
export function printRules(context: DkContext, format: "json" | undefined): void {
  const list = rules.map(({ id, severity, brief, why }) => ({ id, severity, brief, why }));
  const text = format === "json" ? `${JSON.stringify(list, null, 2)}\n` : ruleListText(rules);
  context.stdout.write(text);
}
