import type { Finding } from "../../features/build/check/check.ts";
import type { Rule, Severity } from "../../features/build/check/rule.ts";
import { printable } from "../../lib/text_width.ts";

/** What `dk build --check --format json` prints. */
export interface CheckReport {
  /** The Dockerfile; `-` for standard input. */
  file: string;
  errors: number;
  warnings: number;
  infos: number;
  findings: Finding[];
}

/** The findings with their count by severity. */
export function checkReport(file: string, findings: Finding[]): CheckReport {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return {
    file,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    findings,
  };
}

/**
 * One paragraph per finding: `FILE:LINE: severity Rule: message`, then what to do and the lines
 * that do it, indented. Editors find their way by the first line.
 */
export function checkReportText({ file, findings }: CheckReport): string {
  return findings.map((finding) => {
    const { line, severity, rule, message, next, fix } = finding;
    const lines = [`${file}:${line}: ${severity} ${rule}: ${message}`];
    if (next !== null) lines.push(`  ${next}`);
    if (fix?.lines.length === 0) lines.push(`  Fix: remove ${lineRange(fix)}`);
    else if (fix) lines.push(`  Fix: ${lineRange(fix)}`, ...fix.lines.map((text) => `    ${text}`));
    return lines.map((text) => `${printable(text)}\n`).join("");
  }).join("");
}

function lineRange({ line, endLine }: { line: number; endLine: number }): string {
  return line === endLine ? `line ${line}` : `lines ${line} to ${endLine}`;
}

/** `2 errors, 1 warning`, or that there is nothing to say. */
export function checkSummary({ file, errors, warnings, infos }: CheckReport): string {
  const parts = [counted(errors, "error"), counted(warnings, "warning"), counted(infos, "note")];
  const found = parts.filter(Boolean).join(", ");
  return `${found || "Nothing to improve"} in ${file === "-" ? "standard input" : file}\n`;
}

function counted(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Every rule: its name and severity, what it wants, and why. */
export function ruleListText(rules: readonly Rule[]): string {
  return rules
    .map(({ id, severity, brief, why }) => `${id} (${severity})\n  ${brief}.\n  ${why}\n`)
    .join("\n");
}
