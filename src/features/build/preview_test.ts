import assert from "node:assert/strict";
import type { Engine } from "../../engine/transport.ts";
import { type BuildFlags, planBuild } from "./plan.ts";
import { previewBuild } from "./preview.ts";

const flags: BuildFlags = {
  tag: ["a:1"],
  buildArg: [],
  label: [],
  cacheFrom: [],
  addHost: [],
  ulimit: [],
  noCache: false,
  pull: false,
};
const outside = { env: {}, proxies: {} };
const nothing = { secrets: new Map(), sshAgents: new Map() };

/** An engine that says what it is and nothing else. */
function engineThat({ isPodman = false }): Engine {
  const refuse = () => Promise.reject(new Error("A preview asks nothing of the engine"));
  return {
    address: "unix:///e.sock",
    identity: () =>
      Promise.resolve({
        apiVersion: "1.41",
        engineApiVersion: "1.41",
        isPodman,
        os: "linux",
        builderVersion: "",
        swarm: "inactive",
      }),
    request: refuse,
    upgrade: refuse,
    async [Symbol.asyncDispose]() {},
  };
}

async function withProject(work: (cwd: string) => Promise<void>) {
  const cwd = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(`${cwd}/app`);
    await Deno.writeTextFile(`${cwd}/app/Dockerfile`, "FROM scratch\nCOPY . /\n");
    await Deno.writeTextFile(`${cwd}/app/Dockerfile.dockerignore`, "*.log\n*ignore\n");
    await Deno.writeTextFile(`${cwd}/app/a.log`, "12345");
    await work(cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("previewBuild() tells what BuildKit would be given, and asks for nothing", async () => {
  await withProject(async (cwd) => {
    const plan = planBuild("app", { ...flags, shmSize: 1 }, outside);
    const work = { engine: engineThat({}), cwd, now: 0 };
    const { notices, ...preview } = await previewBuild(plan, nothing, "auto", work);
    assert.deepEqual(preview, {
      builder: "buildkit",
      engine: "unix:///e.sock",
      context: `${cwd}/app`,
      dockerfile: `${cwd}/app/Dockerfile`,
      ignoreFile: "Dockerfile.dockerignore",
      files: 1,
      bytes: 22,
      tags: ["a:1"],
      calls: ["POST /v1.41/session", "POST /v1.41/build?version=2"],
    });
    assert.match(notices[0], /--shm-size/);
  });
});

Deno.test("previewBuild() takes the classic builder where there is no BuildKit", async () => {
  await withProject(async (cwd) => {
    const work = { engine: engineThat({ isPodman: true }), cwd, now: 0 };
    const plan = planBuild("app", { ...flags, file: "-" }, outside);
    const preview = await previewBuild(plan, nothing, "auto", work);
    assert.deepEqual(preview.calls, ["POST /v1.41/build"]);
    assert.deepEqual([preview.builder, preview.dockerfile, preview.files], ["classic", "-", 3]);
    const asked = { ...nothing, cacheTo: "inline" };
    await assert.rejects(previewBuild(plan, asked, "auto", work), { message: /--cache-to/ });
    await assert.rejects(previewBuild(plan, nothing, "buildkit", work), { message: /no BuildKit/ });
  });
});

for (
  const [context, shown] of [
    ["-", "-"],
    ["https://me:word@git.example/a.git", "https://git.example/a.git"],
  ]
) {
  Deno.test(`previewBuild() does not read ${shown}`, async () => {
    const work = { engine: engineThat({}), cwd: "/", now: 0 };
    const preview = await previewBuild(planBuild(context, flags, outside), nothing, "auto", work);
    assert.deepEqual([preview.context, preview.files, preview.bytes], [shown, null, null]);
  });
}
