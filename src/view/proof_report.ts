import type { Difference, LeftOutStep, Proof } from "../features/containerize/proof/proof.ts";
import { dirname } from "../lib/path.ts";
import { printable } from "../lib/text_width.ts";

/** Lines for one reason within one folder; the JSON of a proof holds all. */
const mostLines = 8;
const mostPaths = 5;

/**
 * A proof for people: one line when image and session are equal, else every difference with its
 * likely reason, those of one folder and reason together.
 */
export function proofText(proof: Proof): string {
  return [
    summary(proof),
    ...proof.limits.map((text) => `  ${text}`),
    ...Map.groupBy(proof.differences, groupKey).values().flatMap(groupLines),
    ...proof.leftOut.flatMap(leftOutLines),
  ].map((line) => `${line}\n`).join("");
}

function summary({ equal, differences, compared, noise, leftOut, notCopied, onPurpose }: Proof) {
  const [settings, files] = [true, false].map((is) =>
    differences.filter(({ aspect }) => isSetting(aspect) === is)
  );
  const paths = new Set(files.map(({ path }) => path)).size;
  const differing = [
    paths > 0 && counted(paths, "path differs", "paths differ"),
    settings.length > 0 && counted(settings.length, "setting differs", "settings differ"),
  ].filter(Boolean).join(" and ");
  const verdict = equal ? "Equal" : `Not equal: ${differing}`;
  const ignored = Object.values(noise).reduce((sum, count) => sum + count, 0);
  const rules = Object.keys(noise).length;
  const parts = [
    `${counted(compared, "path")} compared`,
    ignored > 0 && `${count(ignored)} ignored by ${counted(rules, "rule")} (dk help proof)`,
    ...leftOut.map(({ step, paths }) =>
      `${counted(paths.length, "path")} of step ${step} left out`
    ),
    notCopied.length > 0 && `${counted(notCopied.length, "path")} of the project not needed`,
    onPurpose.length > 0 && `${count(onPurpose.length)} changed on purpose`,
  ];
  return `${verdict}${equal ? ": " : "; "}${parts.filter(Boolean).join(", ")}`;
}

/** Differences that one line of reason explains. */
function groupKey({ path, aspect, reason }: Difference): string {
  return `${aspect === "package version" ? "" : dirname(path)}\n${reason}`;
}

function groupLines(differences: readonly Difference[]): string[] {
  const [{ path, reason }] = differences;
  const shown = differences.length > mostLines ? mostLines - 1 : differences.length;
  const lines = differences.slice(0, shown).map(differenceLine);
  const rest = differences.length - shown;
  if (rest > 0) {
    lines.push(`  and ${counted(rest, "more difference")} in ${printable(dirname(path))}`);
  }
  return [...lines, `    ${printable(reason)}`];
}

function differenceLine({ path, aspect, session, image }: Difference): string {
  const name = printable(path);
  switch (aspect) {
    case "variable":
    case "working directory":
    case "user":
      return settingLine(path, session, image);
    case "missing":
      return `  ${name}: not in the image (${session})`;
    case "added":
      return `  ${name}: only in the image (${image})`;
    case "package version":
      return `  ${name}: ${session ?? "none"} in the session, ${image ?? "none"} in the image`;
    case "content":
      return `  ${name}: content differs`;
    default:
      return `  ${name}: ${aspect} ${printable(session!)} in the session, ${
        printable(image!)
      } in the image`;
  }
}

/** What processes of the image are given, not its files. */
function isSetting(aspect: Difference["aspect"]): boolean {
  return aspect === "variable" || aspect === "working directory" || aspect === "user";
}

function settingLine(path: string, session: string | null, image: string | null): string {
  const name = printable(path.replace(/^variable:/, ""));
  const [one, other] = [session, image].map((value) => value === null ? "none" : quoted(value));
  return `  ${name}: ${one} in the session, ${other} in the image`;
}

function quoted(value: string): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}..."` : text;
}

function leftOutLines({ step, command, why, paths }: LeftOutStep): string[] {
  const shown = paths.length > mostPaths ? mostPaths - 1 : paths.length;
  const rest = paths.length - shown;
  const more = rest > 0 ? `, and ${count(rest)} more` : "";
  const head = `  Step ${step} was left out, ${why}: ${printable(command)}`;
  return [head, `    ${paths.slice(0, shown).map(shortName).join(", ")}${more}`];
}

/** A package without the folder that it is in. */
function shortName(path: string): string {
  return printable(path.startsWith("/") ? path : path.replace(/ in \/.*$/, ""));
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
