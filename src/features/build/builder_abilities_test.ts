import assert from "node:assert/strict";
import {
  refuseUnknownToBuildkit,
  refuseUnknownToClassic,
  unheededByBuildkit,
} from "./builder_abilities.ts";
import type { BuildPlan } from "./plan.ts";
import type { BuildRequest } from "./request.ts";

const plan: BuildPlan = {
  source: { kind: "stdin" },
  tags: [],
  buildArgs: {},
  labels: {},
  cacheFrom: [],
  extraHosts: [],
  ulimits: [],
  limits: {},
  noCache: false,
  pull: false,
};
const request: BuildRequest = { plan, secrets: new Map(), sshAgents: new Map(), attributes: {} };

Deno.test("refuseUnknownToClassic() names each flag and what to do about it", () => {
  refuseUnknownToClassic(request, "classic");
  const asked = { ...request, cacheTo: "inline" as const, secrets: new Map([["a", () => never]]) };
  const refused = (choice: "auto" | "classic", next: RegExp) =>
    assert.throws(() => refuseUnknownToClassic(asked, choice), {
      message: "The classic builder does not know --secret, --cache-to",
      next,
    });
  refused("classic", /--builder buildkit/);
  refused("auto", /engine with BuildKit/);
});

const never = new Promise<Uint8Array>(() => {});

for (const networkMode of [undefined, "", "default", "none", "host"]) {
  Deno.test(`refuseUnknownToBuildkit() takes the network ${networkMode}`, () => {
    refuseUnknownToBuildkit({ ...plan, networkMode });
  });
}

Deno.test("refuseUnknownToBuildkit() refuses a network of the engine", () => {
  const message = "BuildKit does not know the network mine";
  assert.throws(() => refuseUnknownToBuildkit({ ...plan, networkMode: "mine" }), { message });
});

const unheeded: [string, Partial<BuildPlan>, RegExp | undefined][] = [
  ["1.41", {}, undefined],
  ["1.41", { shmSize: 1 }, /heed --shm-size:/],
  ["1.41", { ulimits: [{ Name: "nofile", Soft: 1, Hard: 1 }] }, /heed --ulimit:/],
  ["1.24", { shmSize: 1, ulimits: [{ Name: "core", Soft: 0, Hard: 0 }] }, /-size and --ulimit:/],
  ["1.42", { shmSize: 1 }, undefined],
  ["2.0", { shmSize: 1 }, undefined],
  [
    "1.50",
    { limits: { memory: 1, cpuShares: 2, squash: true } },
    /ory, --cpu-shares and --squash:/,
  ],
];

for (const [version, flags, word] of unheeded) {
  const named = Object.keys(flags).join(" and ") || "no flag";
  Deno.test(`unheededByBuildkit() knows what API ${version} makes of ${named}`, () => {
    const words = unheededByBuildkit({ ...plan, ...flags }, version);
    assert.equal(words.length, word ? 1 : 0);
    if (word) assert.match(words[0], word);
  });
}
