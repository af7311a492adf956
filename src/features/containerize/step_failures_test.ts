import assert from "node:assert/strict";
import { failedStep } from "./step_failures.ts";

const cases: [command: string, exit: number, output: string, advice: string][] = [
  ["sudo apt-get update", 127, "/bin/bash: line 16: sudo: command not found", "Leave sudo out"],
  ["sudo apt-get update", 127, "sh: 1: sudo: not found", "Leave sudo out"],
  ["sudo nothing", 1, "sudo: nothing: command not found", "Correct line"],
  ["make", 127, "/bin/bash: line 3: make: command not found", "Correct line"],
  [
    "systemctl enable nginx",
    127,
    "/bin/bash: line 16: systemctl: command not found",
    "A container has no",
  ],
  [
    "systemctl start nginx",
    1,
    "System has not been booted with systemd as init system (PID 1). Can't operate.",
    "A container has no",
  ],
  [
    "apt-get install -y jq",
    100,
    "Reading...\nE: Unable to locate package jq",
    "Have apt-get update",
  ],
  [
    "apt-get install -y jq",
    100,
    "E: Package 'jq' has no installation candidate",
    "Have apt-get update",
  ],
  [
    "pip install six",
    1,
    "SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate in chain')",
    "Give --ca host",
  ],
];

for (const [command, exit, output, advice] of cases) {
  Deno.test(`failedStep() of ${command} after ${output}`, () => {
    const { next } = failedStep({ command, line: 2 }, 1, exit, "steps.sh", output);
    assert.ok(next?.startsWith(advice), next);
    assert.match(next!, /Correct line 2 of steps\.sh/);
  });
}
