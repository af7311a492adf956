import { formatDockerfile } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import { sessionLedger, type StepEffect } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";

export type Steps = (string | [command: string, effect: StepEffect])[];

/** What an install of the distribution's packages leaves. */
export const installed = {
  files: ["/usr/bin/tool", "/var/lib/apt/lists/x", "/var/log/dpkg.log"],
};

export const code = { cd: "/code" };

/** Name, steps, test command, the Dockerfile between FROM and CMD, the rest of the ledger. */
export type PlanCase = [
  name: string,
  steps: Steps,
  test: string,
  body: string,
  rest?: Partial<Ledger>,
];

/** A test for each session: that its Dockerfile is the one expected. */
export function testPlans(cases: readonly PlanCase[]): void {
  for (const [name, steps, test, body, rest] of cases) {
    Deno.test(`planDockerfile() writes ${name}`, async () => {
      const assert: typeof import("node:assert/strict") =
        (await import("node:assert/strict")).default;
      const { instructions } = planDockerfile(sessionLedger(steps, rest), test);
      const lines = formatDockerfile(instructions).split("\n");
      assert.equal(lines.shift(), "FROM debian:12");
      assert.match(lines.splice(-2).join("\n"), /^CMD \[.*\]\n$/);
      const text = lines.join("\n");
      assert.equal(text === "" ? "" : text, body);
    });
  }
}
