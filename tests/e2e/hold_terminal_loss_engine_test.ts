import assert from "node:assert/strict";
import { killContainer, removeContainer } from "../../src/engine/containers/lifecycle.ts";
import { containerProcesses } from "../../src/engine/containers/processes.ts";
import type { Engine } from "../../src/engine/transport.ts";
import { openTestEngine } from "../../src/engine/engine_fixture.ts";
import { until } from "../../src/lib/until_fixture.ts";
import { testImage } from "./dk_process.ts";
import { EngineProxy } from "./engine_proxy.ts";
import { HeldTerminal, idleContainer, runsIn } from "./held_terminal.ts";
import { assertSane } from "./sane_terminal.ts";

/** Waits until nothing runs in a container but its first process. */
async function untilAlone(engine: Engine, id: string): Promise<void> {
  let processes: string[][] | null = [];
  const isAlone = async () => {
    ({ Processes: processes } = await containerProcesses(engine, id));
    return processes?.length === 1;
  };
  await until(isAlone, { what: () => `left in the container: ${JSON.stringify(processes)}` });
}

for (const signal of ["SIGHUP", "SIGTERM", "SIGKILL"] as const) {
  Deno.test(`after ${signal} to dk nothing of the session runs on, and the container does`, async () => {
    await using engine = await openTestEngine();
    await using container = await idleContainer(engine, testImage);
    await using held = await HeldTerminal.open([container.id]);
    await held.run("echo 1");
    await held.terminal.line("sleep 1000");
    await until(() => runsIn(engine, container.id, "sleep 1000"));
    Deno.kill(await held.pid(), signal);
    await held.terminal.waitFor(signal === "SIGKILL" ? /^left with 137$/m : /^left with 0$/m);
    await assertSane(held.terminal);
    const end = (await held.events()).at(-1);
    if (signal !== "SIGKILL") assert.deepEqual(end, { what: "end", end: "closed" });
    await untilAlone(engine, container.id);
  });
}

Deno.test("a terminal that is closed leaves the container without the shell and its command", async () => {
  await using engine = await openTestEngine();
  await using container = await idleContainer(engine, testImage);
  await using held = await HeldTerminal.open([container.id]);
  await held.run("echo 1");
  await held.terminal.line("sleep 1000");
  await until(() => runsIn(engine, container.id, "sleep 1000"));
  await held.terminal.close();
  await held.until((events) => events.at(-1)?.what === "end");
  assert.deepEqual((await held.events()).at(-1), { what: "end", end: "closed" });
  await untilAlone(engine, container.id);
});

/** What is lost, how, and what dk says. */
const losses: [string, (engine: Engine, id: string) => Promise<void>, RegExp][] = [
  [
    "its container is killed",
    (engine, id) => killContainer(engine, id),
    /container \w{12} has ended\nWhy: Its exit code is 137\nNext: .*dk containerize --resume/,
  ],
  [
    "its container is removed",
    (engine, id) => removeContainer(engine, id, { force: true }),
    /container \w{12} (is gone|has ended)\n(Why: .*\n)?Next: .*dk containerize --resume/,
  ],
];

for (const [what, lose, says] of losses) {
  Deno.test(`a session says how to go on when ${what}`, async () => {
    await using engine = await openTestEngine();
    await using container = await idleContainer(engine, testImage);
    await using held = await HeldTerminal.open([container.id]);
    await held.run("echo 1");
    await lose(engine, container.id);
    const screen = await held.terminal.waitFor(/^left with 1$/m);
    assert.match(screen, says);
    await assertSane(held.terminal);
  });
}

Deno.test("a session says how to go on when its engine is lost, and leaves nothing running", async () => {
  await using engine = await openTestEngine();
  await using container = await idleContainer(engine, testImage);
  const folder = await Deno.makeTempDir({ prefix: "dkt-term-" });
  const proxy = new EngineProxy(`${folder}/engine.sock`, engine.address, () => {});
  await using held = await HeldTerminal.open([container.id], { host: proxy.address });
  await held.run("echo 1");
  proxy[Symbol.dispose]();
  proxy.cutAll();
  const screen = await held.terminal.waitFor(/^left with 1$/m);
  assert.match(screen, /engine of the session is lost\nWhy: .*\nNext: .*dk containerize --resume/);
  await assertSane(held.terminal);
  await untilAlone(engine, container.id);
  await Deno.remove(folder, { recursive: true });
});
