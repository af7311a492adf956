/** Dockerfiles by the rule that they are for: with the expected lines and repairs, and good ones. */
export interface RuleCases {
  /** Text, and what rules_test.ts makes of the findings: `LINE REPAIR; …`. */
  bad: readonly (readonly [text: string, findings: string])[];
  good: readonly string[];
}

/** A Dockerfile on a base that no rule complains about. */
export function on(...lines: string[]): string {
  return ["FROM debian:12", ...lines, ""].join("\n");
}
