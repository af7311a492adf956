import assert from "node:assert/strict";
import { EngineError } from "../../engine/errors.ts";
import { InBandError } from "../../engine/messages.ts";
import { Failure } from "../../lib/failure.ts";
import { explainFailure, type FailedBuild } from "./explain_failure.ts";
import { type BuildFlags, planBuild } from "./plan.ts";

const flags: BuildFlags = {
  ...{ tag: [], buildArg: [], label: [], cacheFrom: [], addHost: [], ulimit: [] },
  ...{ noCache: false, pull: false },
};
const onFrontend20 =
  "failed to solve with frontend dockerfile.v0: failed to create LLB definition: ";

interface Case {
  dockerfile?: string;
  reason: string;
  flags?: Partial<BuildFlags>;
  step?: string;
  expected: [message: string, why: RegExp, next: RegExp | undefined];
}

const cases: Record<string, Case> = {
  "a syntax error of 20.10": {
    dockerfile: "FROM scratch\n# comment\n  COPYY a /\n",
    reason: `${onFrontend20}dockerfile parse error line 3: unknown instruction: COPYY`,
    expected: [
      "The build failed at line 3 of the Dockerfile: COPYY a /",
      /^unknown instruction: COPYY$/,
      /dk build --check/,
    ],
  },
  "a syntax error of 23.0 and later": {
    dockerfile: "FROM scratch\nENV\n",
    reason: "dockerfile parse error on line 2: ENV requires at least one argument",
    expected: ["The build failed at line 2 of the Dockerfile: ENV", /^ENV requires/, /Correct/],
  },
  "a syntax error within an archive": {
    reason: "dockerfile parse error on line 2: ENV requires at least one argument",
    expected: ["The build failed at line 2 of the Dockerfile", /^ENV requires/, /Correct/],
  },
  "a heredoc that is taken for instructions": {
    dockerfile: "FROM a\nRUN <<EOF \\\n > /x\necho\nEOF\n",
    reason: "dockerfile parse error line 4: unknown instruction: ECHO",
    expected: [
      "The build failed at the heredoc of line 2 of the Dockerfile: RUN <<EOF \\",
      /heredocs: unknown instruction: ECHO/,
      /&&/,
    ],
  },
  "a base image whose name is malformed": {
    dockerfile: "FROM a:1\nFROM Bad:x:y\n",
    reason: 'failed to parse stage name "Bad:x:y": invalid reference format',
    expected: [
      "The build failed, probably at line 2 of the Dockerfile: FROM Bad:x:y",
      /^failed to parse stage name/,
      /debian:12/,
    ],
  },
  "a base image that nothing names": {
    dockerfile: "ARG X\nFROM $X\n",
    reason: "base name ($X) should not be blank",
    expected: [
      "The build failed, probably at line 2 of the Dockerfile: FROM $X",
      /^base name .* X in FROM has no default value$/,
      /--build-arg X=/,
    ],
  },
  "a stage that is not there": {
    dockerfile: "FROM a AS one\nFROM b AS Two\nFROM c\n",
    flags: { target: "nope" },
    reason: `${onFrontend20}target stage nope could not be found`,
    expected: [
      "The build failed: there is no stage nope in the Dockerfile",
      /^target stage nope could not be found$/,
      /stages: one, Two$/,
    ],
  },
  "a stage that is there": {
    dockerfile: "FROM a AS one\nFROM b AS Two\nFROM c\n",
    flags: { target: "two" },
    reason: "something else",
    expected: ["The build failed", /^something else$/, undefined],
  },
  "an empty Dockerfile": {
    dockerfile: "# nothing\n",
    reason: "the Dockerfile cannot be empty",
    expected: [
      "The build failed: the Dockerfile has no instructions",
      /cannot be empty/,
      /FROM IMAGE/,
    ],
  },
  "a base that does not exist": {
    dockerfile: "ARG V=1\nFROM other\nFROM host:5000/no/base:$V AS x\n",
    step: "[internal] load metadata for host:5000/no/base:1",
    reason: "not found",
    expected: [
      "The build failed at the base image host:5000/no/base:1 " +
      "(line 3 of the Dockerfile: FROM host:5000/no/base:$V AS x)",
      /^not found$/,
      /dk login host:5000/,
    ],
  },
  "an image to copy from that does not exist": {
    dockerfile: "FROM a\nCOPY --from=typo /x /y\n",
    step: "FROM docker.io/library/typo:latest",
    reason: "not found",
    expected: [
      "The build failed at the image docker.io/library/typo:latest " +
      "(line 2 of the Dockerfile: COPY --from=typo /x /y)",
      /^not found$/,
      /docker\.io/,
    ],
  },
  "a frontend that does not exist": {
    dockerfile: "# syntax=host:1/f:1\nFROM a\n",
    step: "resolve image config for docker-image://host:1/f:1",
    reason: "failed to solve with frontend gateway.v0: refused",
    expected: [
      "The build failed at the frontend host:1/f:1 (line 1 of the Dockerfile: # syntax=host:1/f:1)",
      /^refused$/,
      /host:1/,
    ],
  },
  "a step that only BuildKit knows": {
    dockerfile: "FROM a\nRUN --mount=type=cache,target=/x make\n",
    step: "Step 2/2 : RUN --mount=type=cache,target=/x make",
    reason: "the --mount option requires BuildKit",
    expected: [
      "The build failed at Step 2/2 : RUN --mount=type=cache,target=/x make " +
      "(line 2 of the Dockerfile)",
      /requires BuildKit/,
      /--builder buildkit, which knows --mount/,
    ],
  },
  "a file to copy that is not there": {
    dockerfile: "FROM a\nCOPY nothing /\n",
    step: "[2/2] COPY nothing /",
    reason: 'failed to calculate checksum of ref 76-9c::81b53q8: "/nothing": not found',
    expected: [
      "The build failed at [2/2] COPY nothing / (line 2 of the Dockerfile)",
      /^failed to calculate checksum: "\/nothing": not found$/,
      /dk context --explain/,
    ],
  },
  "a download that is not there": {
    dockerfile: "FROM a\nADD http://host/x /\n",
    step: "http://host/x",
    reason: "invalid response status 404",
    expected: [
      "The build failed at http://host/x (line 2 of the Dockerfile)",
      /404/,
      /^Correct the address/,
    ],
  },
  "a command that the base image triggers": {
    dockerfile: "FROM a\nRUN make\n",
    step: "[2/3] ONBUILD RUN false",
    reason: "exit code: 1",
    expected: [
      "The build failed at [2/3] ONBUILD RUN false (line 1 of the Dockerfile)",
      /exit code: 1/,
      /ONBUILD instruction needs/,
    ],
  },
  "what dk's own check knows better": {
    dockerfile: "FROM $BASE\n",
    reason: "base name ($BASE) should not be blank",
    expected: [
      "The build failed, probably at line 1 of the Dockerfile: FROM $BASE",
      /should not be blank; dk build --check finds: .*BASE/,
      /ARG BASE/,
    ],
  },
};

for (const [what, { dockerfile, reason, step, expected, ...given }] of Object.entries(cases)) {
  for (const error of [new InBandError(reason), new EngineError(500, reason, "POST /build")]) {
    Deno.test(`explainFailure() explains ${what} in ${error.name}`, async () => {
      const failed: FailedBuild = {
        plan: planBuild(".", { ...flags, ...given.flags }, { env: {}, proxies: {} }),
        now: Date.UTC(2026, 0),
        step: step === undefined ? undefined : { name: step, tail: "" },
        dockerfile: dockerfile === undefined
          ? undefined
          : { kind: "text", content: new TextEncoder().encode(dockerfile) },
      };
      const explained = await explainFailure(error, failed);
      assert.ok(explained instanceof Failure);
      const [message, why, next] = expected;
      assert.equal(explained.message, message);
      assert.match(explained.why ?? "", why);
      if (next) assert.match(explained.next ?? "", next);
      else assert.equal(explained.next, undefined);
      assert.equal(explained.cause, error);
    });
  }
}

Deno.test("explainFailure() leaves alone what the engine did not say", async () => {
  const error = new Failure("The file became smaller");
  const plan = planBuild(".", flags, { env: {}, proxies: {} });
  assert.equal(await explainFailure(error, { plan, now: 0 }), error);
});
