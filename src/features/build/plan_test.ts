import assert from "node:assert/strict";
import { type BuildFlags, planBuild } from "./plan.ts";

const flags: BuildFlags = {
  tag: [],
  buildArg: [],
  label: [],
  cacheFrom: [],
  addHost: [],
  ulimit: [],
  noCache: false,
  pull: false,
};
const outside = { env: { FROM_HERE: "here" }, proxies: { HTTP_PROXY: "http://p" } };

Deno.test("planBuild() takes build arguments from the line, the caller and the proxies", () => {
  const buildArg = ["A=1=2", "FROM_HERE", "ABSENT", "EMPTY="];
  assert.deepEqual(planBuild(".", { ...flags, buildArg }, outside).buildArgs, {
    HTTP_PROXY: "http://p",
    A: "1=2",
    FROM_HERE: "here",
    ABSENT: null,
    EMPTY: "",
  });
});

Deno.test("planBuild() lets the line win over the proxies", () => {
  const plan = planBuild(".", { ...flags, buildArg: ["HTTP_PROXY="] }, outside);
  assert.deepEqual(plan.buildArgs, { HTTP_PROXY: "" });
});

Deno.test("planBuild() gives a label without value an empty one", () => {
  const plan = planBuild(".", { ...flags, label: ["a=b", "c"] }, outside);
  assert.deepEqual(plan.labels, { a: "b", c: "" });
});

const refused: ReadonlyArray<readonly [path: string, file: string | undefined]> = [
  ["-", "-"],
  ["https://example.org/a.git#:../b", undefined],
];

Deno.test("planBuild() refuses malformed addresses, and stdin for two things", () => {
  for (const [path, file] of refused) {
    assert.throws(() => planBuild(path, { ...flags, file }, outside), { exitCode: 2 }, path);
  }
});

Deno.test("planBuild() tells addresses from directories, and reads nothing", () => {
  const source = (path: string) => planBuild(path, flags, outside).source;
  for (const address of ["https://h/x.git", "https://h/x.tar.gz", "git@h:x.git"]) {
    assert.deepEqual(source(address), { kind: "remote", address });
  }
  assert.deepEqual(source("x.git"), { kind: "directory", path: "x.git" });
});

Deno.test("planBuild() runs all anew where single stages are asked for, and keeps limits apart", () => {
  const limits = { memory: 1024, cpusetCpus: "0", squash: true, securityOpt: [] };
  const plan = planBuild(".", { ...flags, ...limits, noCacheFilter: ["a"] }, outside);
  assert.equal(plan.noCache, true);
  assert.deepEqual(plan.limits, { memory: 1024, cpusetCpus: "0", squash: true });
});
