import { humanSize } from "./size.ts";
import { printable } from "../lib/text_width.ts";

/** What `dk context` knows, also the document of its `--format json`. */
export interface ContextReport {
  directory: string;
  ignoreFile: string | null;
  bytes: number;
  entries: { path: string; type: string; size: number }[];
  largest: { path: string; bytes: number; directory: boolean }[];
  secrets: { path: string; what: string; line: string }[];
  skipped: string[];
  disagreement: { classicOnly: string[]; buildkitOnly: string[] };
}

/** The report as text: every path with its size, the total, the tree of the largest. */
export function contextReportText(report: ContextReport): string {
  const lines = report.entries.map(({ path, type, size }) =>
    `${(type === "file" ? humanSize(size) : "-").padStart(8)}  ${printable(path)}${
      type === "directory" ? "/" : ""
    }`
  );
  const files = report.entries.filter(({ type }) => type === "file").length;
  lines.push("", `${humanSize(report.bytes)} in ${files} ${files === 1 ? "file" : "files"}`);
  if (report.largest.length > 0) lines.push("", "Largest", ...report.largest.map(treeLine));
  lines.push(...secretLines(report.secrets));
  const { classicOnly, buildkitOnly } = report.disagreement;
  lines.push(...differing("Only the classic builder is sent", classicOnly));
  lines.push(...differing("Only BuildKit is sent", buildkitOnly));
  return lines.map((line) => `${line}\n`).join("");
}

function treeLine({ path, bytes, directory }: ContextReport["largest"][number]): string {
  const depth = path.split("/").length - 1;
  const name = printable(path.slice(path.lastIndexOf("/") + 1)) + (directory ? "/" : "");
  return `${humanSize(bytes).padStart(8)}  ${"  ".repeat(depth)}${name}`;
}

function secretLines(secrets: ContextReport["secrets"]): string[] {
  if (secrets.length === 0) return [];
  const lines = secrets.map(({ path, what, line }) =>
    printable(`  ${path}: ${what}; kept out by the line ${line}`)
  );
  return ["", "Probable secrets that the Dockerfile copies", ...lines];
}

function differing(title: string, paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : ["", title, ...paths.map((path) => `  ${printable(path)}`)];
}
