import type { BuildPreview } from "../../features/build/preview.ts";
import { humanSize } from "../size.ts";
import { printable } from "../../lib/text_width.ts";

/** What a build would do, a line for each thing. */
export function buildPreviewText(preview: BuildPreview): string {
  const { builder, engine, context, dockerfile, ignoreFile, tags, calls, notices } = preview;
  const rows: [string, string][] = [
    ["Builder", builder],
    ["Engine", engine],
    ["Context", context === "-" ? "standard input" : context],
    ["Dockerfile", dockerfile === "-" ? "standard input" : dockerfile ?? "in the context"],
    ["Ignore file", ignoreFile ?? "none"],
    ["To send", amountOf(preview)],
    ["Names", tags.join(", ") || "none"],
    ...calls.map((call, index): [string, string] => [index === 0 ? "Calls" : "", call]),
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(13)}${printable(value)}\n`);
  return [...lines, ...notices.map((text) => `Note: ${printable(text)}\n`)].join("");
}

function amountOf({ builder, files, bytes }: BuildPreview): string {
  if (files === null || bytes === null) return "not known before it is read";
  const all = `${files} ${files === 1 ? "file" : "files"}, ${humanSize(bytes)}`;
  return builder === "buildkit" ? `${all} at most: what steps copy and the engine lacks` : all;
}
