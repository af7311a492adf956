import assert from "node:assert/strict";
import { parseArguments } from "../cli/arguments.ts";
import { essence } from "../features/run/essence.ts";
import { gatherInputs } from "../features/run/inputs.ts";
import { planContainer } from "../features/run/plan.ts";
import { UsageFailure } from "../lib/failure.ts";
import golden from "./run_golden.json" with { type: "json" };
import { runFlags } from "./run_flags.ts";
import { runOptions } from "./run_options.ts";

interface GoldenLine {
  args: string[];
  query?: Record<string, string>;
  body?: unknown;
  refused?: true;
}

/** Command lines that docker's client passes on although every engine refuses them. */
const refusedEarlier = new Set(
  [
    ["-v", "relative", "img"],
    ["-v", "a/b:/c", "img"],
    ["-v", "/a:b", "img"],
    ["-v", "/a:/b:bad", "img"],
    ["-v", "~/x:/b", "img"],
    ["-v", "/a:/", "img"],
    ["-v", "C:/x", "img"],
    ["--mount", "type=bind,dst=/b", "img"],
    ["--mount", "type=foo,dst=/b", "img"],
    ["--mount", "type=tmpfs,src=/a,dst=/b", "img"],
    ["--mount", "type=bind,src=rel,dst=/b", "img"],
    ["--cpus", "-1", "img"],
    ["--tmpfs", "rel", "img"],
    ["--restart", "foo", "img"],
    ["--restart", "always:2", "img"],
    ["--restart", "on-failure:-1", "img"],
    ["--log-opt", "x", "img"],
    ["--ipc", "foo", "img"],
    ["--ip", "999.1.1.1", "img"],
    ["--network", "container:", "img"],
    ["-w", "rel", "img"],
    ["--name", "bad name", "img"],
    ["--stop-signal", "foo", "img"],
    ["--network", "a", "--network", "a", "img"],
  ].map((args) => args.join(" ")),
);

async function plan(args: string[]) {
  const { flags, words: [image, ...command] } = parseArguments(args, runFlags, {
    stopAtFirstWord: true,
  });
  const outside = { env: { HOME: "/home/me" }, proxies: {} };
  const inputs = { ...await gatherInputs(flags, outside), image, command, cwd: "/srv/data" };
  return planContainer(runOptions(flags), inputs);
}

for (const { args, query, body, refused } of golden as GoldenLine[]) {
  const line = args.join(" ");
  const refusal = refused || refusedEarlier.has(line);
  Deno.test(`dk run ${line} ${refusal ? "is refused" : "asks for what docker asks for"}`, async () => {
    if (refusal) {
      await assert.rejects(plan(args), (error: UsageFailure) => {
        assert.ok(error instanceof UsageFailure, String(error));
        return error.exitCode === 2 && Boolean(error.next);
      });
      return;
    }
    const { name, platform, spec } = await plan(args);
    assert.deepEqual(essence(spec), body);
    assert.deepEqual({ ...(name && { name }), ...(platform && { platform }) }, query);
  });
}
