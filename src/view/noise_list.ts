import type { Ignored, NoiseRule } from "../features/containerize/proof/noise.ts";
import { wrapText } from "../lib/text_width.ts";

const columns = 100;

const ignored: Record<Ignored, string> = {
  all: "left out",
  files: "files left out, folders compared",
  content: "content left out",
  part: "part of the content left out",
  derived: "left out where its source is the same",
  added: "left out what the image alone has",
};

/** The list of what a proof leaves out: a paragraph per rule. */
export function noiseListText(rules: readonly NoiseRule[]): string {
  return rules.map(({ id, paths, ignores, why }) =>
    [
      `${id}: ${ignored[ignores]}`,
      ...wrapText(`  ${why}`, columns, "  "),
      ...paths.map((path) => `    ${path}`),
    ].map((line) => `${line}\n`).join("")
  ).join("\n");
}
