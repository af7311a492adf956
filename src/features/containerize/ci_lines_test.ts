import assert from "node:assert/strict";
import { ciLines, type RepeatedBuild } from "./ci_lines.ts";

const plain: RepeatedBuild = {
  tags: ["me/app:1.0"],
  ca: undefined,
  secrets: [],
  hasTest: true,
  needsBuildkit: false,
};

const cases: [what: string, build: Partial<RepeatedBuild>, dk: string[], docker: string[]][] = [
  ["a build and its push", {}, ["dk build --test -t me/app:1.0 .", "dk push me/app:1.0"], [
    "docker build -t me/app:1.0 .",
    "docker push me/app:1.0",
  ]],
  ["certificates to dk alone", { ca: "/etc/my ca.pem", hasTest: false }, [
    "dk build --ca '/etc/my ca.pem' -t me/app:1.0 .",
    "dk push me/app:1.0",
  ], ["docker build -t me/app:1.0 .", "docker push me/app:1.0"]],
  ["secrets by their variables", { secrets: ["TOKEN"], ca: "host" }, [
    "dk build --test --ca host --secret id=TOKEN,env=TOKEN -t me/app:1.0 .",
    "dk push me/app:1.0",
  ], [
    "DOCKER_BUILDKIT=1 docker build --secret id=TOKEN,env=TOKEN -t me/app:1.0 .",
    "docker push me/app:1.0",
  ]],
  ["every name", { tags: ["a:1", "b:2"], needsBuildkit: true }, [
    "dk build --test -t a:1 -t b:2 .",
    "dk push a:1",
    "dk push b:2",
  ], [
    "DOCKER_BUILDKIT=1 docker build -t a:1 -t b:2 .",
    "docker push a:1",
    "docker push b:2",
  ]],
];

for (const [what, build, dk, docker] of cases) {
  Deno.test(`ciLines() tells ${what}`, () => {
    assert.deepEqual(ciLines({ ...plain, ...build }), { dk, docker });
  });
}
