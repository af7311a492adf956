import { type Dockerfile, placeOf } from "./dockerfile.ts";
import { type FileFix, fixOf } from "./fix.ts";
import { parseDockerfile } from "./parse.ts";
import type { Complaint, Rule, Severity, Surroundings } from "./rule.ts";
import { rules } from "./rules.ts";
import { findSecrets, type FoundSecret } from "./secrets.ts";
import { readSkips } from "./skips.ts";

/** Something in a Dockerfile that should be otherwise. Lines and columns count from 1. */
export interface Finding {
  rule: string;
  severity: Severity;
  line: number;
  column: number;
  endLine: number;
  /** Behind the last character. */
  endColumn: number;
  message: string;
  /** What to do; null where the message says it. */
  next: string | null;
  /** Whole lines to put in place of others; null where it takes a person. */
  fix: FileFix | null;
}

/** What was found in one Dockerfile. */
export interface CheckResult {
  /** By line. */
  findings: Finding[];
  /** True when the file itself asks that every finding count as an error. */
  strict: boolean;
}

const weight: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Applies every rule to a Dockerfile. No secret that is found is in the result. */
export function checkDockerfile(text: string, surroundings: Surroundings): CheckResult {
  const file = parseDockerfile(text);
  const skips = readSkips(file);
  const secrets = findSecrets(file);
  const findings = rules.flatMap((rule) =>
    [...rule.find(file, surroundings)]
      .filter(({ at }) => !skips.isSkipped(rule.id, at))
      .map((complaint) => withoutSecrets(findingOf(file, rule, complaint), file, secrets))
  );
  findings.sort((a, b) =>
    a.line - b.line || weight[a.severity] - weight[b.severity] || a.column - b.column
  );
  return { findings, strict: skips.strict };
}

function findingOf(file: Dockerfile, rule: Rule, complaint: Complaint): Finding {
  const start = placeOf(file, complaint.at.start);
  const end = placeOf(file, complaint.at.end);
  const { edits } = complaint;
  return {
    rule: rule.id,
    severity: rule.severity,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: complaint.message,
    next: complaint.next ?? null,
    fix: edits && edits.length > 0 ? fixOf(file, edits) : null,
  };
}

/** Shorter texts are in every other word; they are kept only out of the fix of their own lines. */
const leastSecret = 4;

/** A fix that would show a secret is left out, and a message that quotes one is cut. */
function withoutSecrets(
  finding: Finding,
  file: Dockerfile,
  secrets: readonly FoundSecret[],
): Finding {
  const texts = secrets.map(({ value }) => value).filter(({ length }) => length >= leastSecret);
  const cut = (text: string) =>
    texts.reduce((shown, value) => shown.replaceAll(value, "***"), text);
  const shows = ({ line, endLine, lines }: FileFix) =>
    texts.some((value) => lines.join("\n").includes(value)) ||
    secrets.some(({ value, instruction: { start, end } }) =>
      value !== "" && placeOf(file, start).line <= endLine && placeOf(file, end).line >= line
    );
  return {
    ...finding,
    message: cut(finding.message),
    next: finding.next && cut(finding.next),
    fix: finding.fix && shows(finding.fix) ? null : finding.fix,
  };
}
