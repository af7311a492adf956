import { compilePattern } from "../../lib/ignore/pattern.ts";
import { normalize } from "../../lib/path.ts";
import { type InstructionLine, instructionLines } from "./dockerfile_lines.ts";

/**
 * Whether a path of the context is taken in by a COPY or ADD of the Dockerfile: named itself, or
 * below a directory that is. A source that holds a variable counts as everything.
 */
export function copiedPaths(dockerfile: string): (path: string) => boolean {
  const tests = instructionLines(dockerfile).flatMap(sources).map(sourceTest);
  return (path) => {
    const parents = path.split("/").map((_, index, all) => all.slice(0, index + 1).join("/"));
    return tests.some((test) => parents.some(test));
  };
}

function sources({ keyword, text }: InstructionLine): string[] {
  if (keyword !== "COPY" && keyword !== "ADD") return [];
  const words = text.split("\n", 1)[0].replace(/^\s*\S+\s+/, "");
  if (/^(?:--\S+\s+)*--from=/.test(words)) return [];
  const rest = words.replace(/^(?:--\S+\s+)+/, "");
  return wordsOf(rest).slice(0, -1);
}

function wordsOf(text: string): string[] {
  if (!text.startsWith("[")) return text.split(/\s+/).filter(Boolean);
  try {
    const words = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return text.split(/\s+/).filter(Boolean); // Not the JSON form after all.
  }
}

function sourceTest(source: string): (path: string) => boolean {
  const path = normalize(`/${source}`).slice(1);
  if (path === "" || source.includes("$")) return () => true;
  return compilePattern(path) ?? (() => false);
}
