import type { Instruction } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import { isSignificant } from "./significant_changes.ts";

/** What an instruction of the Dockerfile comes from and what it adds, as the session has shown. */
export interface InstructionCost {
  /** Numbers of the steps, from 1. */
  steps: number[];
  /** Bytes that the steps left and the image keeps. */
  bytes: number;
  /** Bytes that the steps left and the image goes without, by what they are. */
  waste: ReadonlyMap<string, number>;
}

/** Folders that package managers fill for another time. */
const wasteKinds: readonly [what: string, pattern: RegExp][] = [
  ["pip's cache", /\/\.cache\/pip\//],
  ["uv's cache", /\/\.cache\/uv\//],
  ["npm's cache", /\/\.npm\//],
  ["package lists", /^\/var\/lib\/apt\/lists\//],
  ["downloaded packages", /^\/var\/cache\//],
  ["compiled Python", /\.pyc$/],
];

/** Adds up what the steps of an instruction have left behind. */
export function instructionCost({ steps: sources = [] }: { steps?: readonly number[] }, {
  steps,
}: Ledger): InstructionCost {
  let bytes = 0;
  const waste = new Map<string, number>();
  for (const change of sources.flatMap((index) => steps[index]?.changes ?? [])) {
    if (isSignificant(change.path)) {
      bytes += change.bytes;
      continue;
    }
    const kind = wasteKinds.find(([, pattern]) => pattern.test(change.path))?.[0] ?? "traces";
    waste.set(kind, (waste.get(kind) ?? 0) + change.bytes);
  }
  return { steps: sources.map((index) => index + 1), bytes, waste };
}

/** The steps that an instruction repeats; most have none. */
export function sourcesOf(instruction: Instruction): { steps?: readonly number[] } {
  return "steps" in instruction ? { steps: instruction.steps } : {};
}
