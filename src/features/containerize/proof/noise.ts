import list from "../../../../templates/proof_noise.json" with { type: "json" };
import type { FileTree } from "./file_tree.ts";
import { isKeptCache } from "../kept_caches.ts";
import { contentParts, sourcesOf } from "./content_parts.ts";
import { pathPattern } from "./path_pattern.ts";

/** What a rule of the noise list leaves out; templates/proof_noise.json says it in words. */
export type Ignored = "all" | "files" | "content" | "part" | "derived" | "added";

/** One rule of the published list. */
export interface NoiseRule {
  id: string;
  paths: string[];
  ignores: Ignored;
  /** With `part`: what of the content, a name of {@link contentParts}. */
  part?: string;
  /** With `derived`: how the source is found, a name of {@link sourcesOf}. */
  from?: string;
  why: string;
}

/** The published list, in the order in which its rules are tried. */
export const noiseRules = list.rules as readonly NoiseRule[];

interface Matcher {
  rule: NoiseRule;
  expressions: RegExp[];
}

/** Finds the rule for a path; the first that matches counts. */
export class NoiseList {
  readonly #matchers: Matcher[];

  constructor(rules: readonly NoiseRule[] = noiseRules) {
    this.#matchers = rules.map((rule) => ({ rule, expressions: rule.paths.map(pathPattern) }));
  }

  rule(path: string): NoiseRule | undefined {
    if (isKeptCache(path)) return undefined;
    return this.#matchers.find(({ expressions }) =>
      expressions.some((expression) => expression.test(path))
    )?.rule;
  }

  /** Leaves out of a file's content what its rule says; undefined where no rule does. */
  normalizer(path: string): ((content: Uint8Array) => Uint8Array) | undefined {
    const { ignores, part } = this.rule(path) ?? {};
    return ignores === "part" ? contentParts[part!] : undefined;
  }
}

/** True when the file is made from one that is the same on both sides. */
export function sourceIsEqual(
  { from }: NoiseRule,
  path: string,
  session: FileTree,
  image: FileTree,
): boolean {
  return sourcesOf[from!](path).some((source) => {
    const [one, other] = [session.get(source), image.get(source)];
    return one !== undefined && one.digest !== undefined && one.digest === other?.digest;
  });
}
