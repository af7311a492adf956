import assert from "node:assert/strict";
import { FakeTransport } from "../fake_transport.ts";
import { killContainer, removeContainer, startContainer, stopContainer } from "./lifecycle.ts";
import { waitContainer } from "./wait.ts";

Deno.test("waitContainer() waits for the next exit and reads the status once", async () => {
  const transport = new FakeTransport({ body: '{"StatusCode":137,"Error":null}\n' });
  const wait = await waitContainer(transport, "c");
  assert.deepEqual(transport.log, ["POST /containers/c/wait?condition=next-exit"]);
  assert.equal(await wait.status(), 137);
  assert.equal(await wait.status(), 137);
  await wait[Symbol.asyncDispose]();
  assert.equal(transport.cancelled, false);
});

Deno.test("ContainerWait.status() rejects what is no exit code", async () => {
  const cases: [body: string, error: object][] = [
    ['{"StatusCode":0,"Error":{"Message":"lost it"}}', { why: "lost it" }],
    ["{}", { message: "The engine did not say how container c ended" }],
  ];
  for (const [body, error] of cases) {
    const wait = await waitContainer(new FakeTransport({ body }), "c");
    await assert.rejects(wait.status(), error);
  }
});

Deno.test("a wait that is given up closes its connection", async () => {
  const transport = new FakeTransport({ body: ["{"] });
  await (await waitContainer(transport, "c"))[Symbol.asyncDispose]();
  assert.equal(transport.cancelled, true);
});

Deno.test("start and stop tell whether there was anything to do", async () => {
  const transport = new FakeTransport(
    { status: 204 },
    { status: 304 },
    { status: 204 },
    { status: 304 },
  );
  assert.equal(await startContainer(transport, "c"), true);
  assert.equal(await startContainer(transport, "c"), false);
  assert.equal(await stopContainer(transport, "c", { timeout: 0 }), true);
  assert.equal(await stopContainer(transport, "c", { stopSignal: "SIGINT" }), false);
  await killContainer(transport, "c", { killSignal: "SIGINT" });
  await removeContainer(transport, "c", { force: true, volumes: true });
  assert.deepEqual(transport.log, [
    "POST /containers/c/start",
    "POST /containers/c/start",
    "POST /containers/c/stop?t=0",
    "POST /containers/c/stop?signal=SIGINT",
    "POST /containers/c/kill?signal=SIGINT",
    "DELETE /containers/c?force=true&v=true",
  ]);
});
