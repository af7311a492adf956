import type { Instruction } from "./dockerfile.ts";
import type { Complaint, Rule } from "./rule.ts";

/**
 * Flags that the builders of engine 20.10.24 refuse, tried on that engine: its BuildKit has the
 * Dockerfile syntax of 2020, its classic builder an older one.
 */
const newerFlags: Readonly<Record<string, readonly string[]>> = {
  ADD: ["link", "checksum", "keep-git-dir", "exclude", "unpack"],
  COPY: ["link", "parents", "exclude"],
  HEALTHCHECK: ["start-interval"],
  RUN: ["network", "security", "device"],
};

/** Flags that its BuildKit takes and the classic builder refuses. */
const buildkitFlags: Readonly<Record<string, readonly string[]>> = {
  ADD: ["chmod"],
  COPY: ["chmod"],
  RUN: ["mount"],
};

const needsNewerBuilder: Rule = {
  id: "NeedsNewerBuilder",
  severity: "info",
  brief: "The builders of engine 20.10 can read the file",
  why: "Heredocs and newer flags stop a build on Debian 12's engine unless the file begins with " +
    "# syntax=docker/dockerfile:1, which has to be pulled.",
  *find({ instructions, directives }) {
    if (directives.has("syntax")) return;
    for (const instruction of instructions) yield* newerParts(instruction);
  },
};

function* newerParts({ keyword, flags, heredocs, written }: Instruction): Generator<Complaint> {
  if (heredocs.length > 0) {
    const message = "Engine 20.10 knows no heredocs";
    yield { at: written, message, next: "Join the lines by && and backslashes, or copy a file" };
  }
  for (const { name, start, end } of flags) {
    const at = { start, end };
    if (newerFlags[keyword]?.includes(name)) {
      yield { at, message: `Engine 20.10 does not know ${keyword} --${name}` };
    } else if (buildkitFlags[keyword]?.includes(name)) {
      yield { at, message: `The classic builder does not know ${keyword} --${name}` };
    }
  }
}

/** Rules about what builders of older engines do not know. */
export const builderSupportRules = [needsNewerBuilder];
