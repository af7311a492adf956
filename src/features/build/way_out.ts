import type { FailedStep } from "./build_failure.ts";
import type { InstructionLine } from "./dockerfile_lines.ts";
import type { BuildPlan } from "./plan.ts";

/** A Dockerfile that errors point into. */
export interface SeenDockerfile {
  /** As a sentence names it. */
  name: string;
  text: string;
  instructions: readonly InstructionLine[];
}

/** What to do about a step that failed; undefined where its error says all. */
export function wayOutOfStep(
  { keyword, text }: InstructionLine,
  { name, exitCode }: Pick<FailedStep, "name" | "exitCode">,
  { source, noCache }: Pick<BuildPlan, "source" | "noCache">,
): string | undefined {
  const flag = flagsOf(text).find((flag) => !knownToClassic.test(flag));
  if (flag && /^Step /.test(name)) return `Use --builder buildkit, which knows ${flag}`;
  if (keyword === "FROM" && (exitCode !== undefined || !/\bFROM\b/i.test(name))) {
    return "Give the base image what its ONBUILD instruction needs, or choose another base image";
  }
  if (keyword === "FROM") {
    return "Correct the name, or see that the engine reaches its registry; dk login HOST where " +
      "that wants a password";
  }
  if (keyword === "RUN") {
    return noCache
      ? "Correct the command and build again"
      : "Correct the command and build again; finished steps are kept";
  }
  if (keyword !== "COPY" && keyword !== "ADD") return undefined;
  if (flagsOf(text).includes("--from")) {
    return "Correct the stage or image that --from names, or the path in it";
  }
  if (keyword === "ADD" && /\s(?:\w+:\/\/|git@)/.test(text)) {
    return "Correct the address, and see that the engine reaches its server";
  }
  return source.kind === "directory"
    ? "Correct the path, seen from the context; dk context --explain FILE tells whether a file is sent"
    : "Correct the path, seen from the root of the context";
}

/** What the classic builder takes of the instructions that it knows. */
const knownToClassic = /^--(?:from|chown|platform|interval|timeout|start-period|retries)$/;

/** The names of an instruction's flags: `--from`. */
function flagsOf(text: string): string[] {
  const flags = /^\S+\s+((?:--\S+\s+)*)/.exec(text)?.[1] ?? "";
  return flags.split(/\s+/).filter(Boolean).map((flag) => flag.split("=", 1)[0]);
}
