import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import type { BuildContext, ContextRules } from "./entry.ts";

/** Why a path of the context is sent or not. */
export interface Explanation {
  path: string;
  ignored: boolean;
  /** File that holds the deciding line; undefined when no line matched. */
  file: string | undefined;
  line: number | undefined;
  /** The line as written; also for what is kept because the engine needs it. */
  pattern: string | undefined;
  /** The ignored directory that is not searched, when that is why. */
  directory: string | undefined;
}

/**
 * Which line of the ignore file decides over `path`, which need not exist.
 *
 * @param path normalised, from the context's root
 */
export function explainPath(
  context: BuildContext,
  rules: ContextRules,
  path: string,
): Explanation {
  const matcher = new IgnoreMatcher(context.patterns, context.ignoreFile ?? ".dockerignore");
  const { ignored, pattern, prunedAt } = matcher.explain(path, rules);
  return {
    path,
    ignored,
    file: pattern?.line === undefined ? undefined : context.ignoreFile,
    line: pattern?.line,
    pattern: pattern?.source,
    directory: prunedAt,
  };
}
