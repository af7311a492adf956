import { formatDockerfile } from "../features/containerize/dockerfile.ts";
import type { Ledger } from "../features/containerize/ledger.ts";
import type { DockerfilePlan } from "../features/containerize/plan.ts";
import { instructionCost, sourcesOf } from "../features/containerize/step_costs.ts";
import { humanSize } from "./size.ts";

/** Less than this is not worth a word; bytes. */
const smallWaste = 100_000;

/** A Dockerfile for people: under each instruction where it comes from and what it costs. */
export function costLines({ instructions }: DockerfilePlan, ledger: Ledger): string {
  return instructions.map((instruction) => {
    const text = formatDockerfile([instruction]).replace(/^(?=.)/gm, "  ");
    const { steps, bytes, waste } = instructionCost(sourcesOf(instruction), ledger);
    if (steps.length === 0) return text;
    const origin = `${steps.length > 1 ? "steps" : "step"} ${steps.join(", ")}`;
    const spared = [...waste].filter(([, size]) => size >= smallWaste)
      .map(([kind, size]) => `${humanSize(size)} of ${kind}`);
    const without = spared.length > 0 ? `, without ${spared.join(", ")}` : "";
    const size = instruction.kind === "run" ? `: ${humanSize(Math.max(0, bytes))}${without}` : "";
    return `${text}    ^ ${origin}${size}\n`;
  }).join("");
}
