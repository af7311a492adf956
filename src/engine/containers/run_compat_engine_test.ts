import assert from "node:assert/strict";
import { gatherOutput, openTestEngine, testContainer } from "../engine_fixture.ts";
import { EngineError } from "../errors.ts";
import { writeAll } from "../http1.ts";
import { copyBody, copyOutput } from "../output.ts";
import { attachContainer } from "./attach.ts";
import { inspectContainer } from "./inspect.ts";
import { resizeContainer, startContainer } from "./lifecycle.ts";
import { containerLogs } from "./logs.ts";
import { waitContainer } from "./wait.ts";

Deno.test("create, attach, wait, start: nothing of output and exit code is lost", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, {
    Cmd: ["sh", "-c", "echo out; echo err >&2; exit 7"],
  });
  using stream = await attachContainer(engine, container.id, { stdout: true, stderr: true });
  await using wait = await waitContainer(engine, container.id);
  assert.equal(await startContainer(engine, container.id), true);

  const { texts, sinks } = gatherOutput();
  await copyOutput(stream, sinks, { tty: false });
  assert.deepEqual(texts, { stdout: "out\n", stderr: "err\n" });
  assert.equal(await wait.status(), 7);

  const log = gatherOutput();
  await copyBody(await containerLogs(engine, container.id), log.sinks, { tty: false });
  assert.deepEqual(log.texts, texts);
});

Deno.test("a half-close ends stdin and leaves the output open", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, {
    Cmd: ["sort", "-r"],
    AttachStdin: true,
    OpenStdin: true,
    StdinOnce: true,
  });
  using stream = await attachContainer(engine, container.id, {
    stdin: true,
    stdout: true,
    stderr: true,
  });
  await startContainer(engine, container.id);
  await writeAll(stream, new TextEncoder().encode("a\nb\n"));
  await stream.closeWrite();
  const { texts, sinks } = gatherOutput();
  await copyOutput(stream, sinks, { tty: false });
  assert.deepEqual(texts, { stdout: "b\na\n", stderr: "" });
});

Deno.test("a terminal's bytes come raw and it learns its size", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, {
    Cmd: ["sh", "-c", "read line; stty size"],
    AttachStdin: true,
    OpenStdin: true,
    Tty: true,
  });
  using stream = await attachContainer(engine, container.id, { stdin: true, stdout: true });
  await startContainer(engine, container.id);
  await resizeContainer(engine, container.id, { rows: 33, columns: 111 });
  await writeAll(stream, new TextEncoder().encode("go\n"));
  const { texts, sinks } = gatherOutput();
  await copyOutput(stream, sinks, { tty: true });
  assert.match(texts.stdout, /33 111\r\n/);
  assert.equal((await inspectContainer(engine, container.id)).Config.Tty, true);
});

Deno.test("a start that fails is an EngineError and its wait can be given up", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, { Cmd: ["/no/such/program"] });
  const wait = await waitContainer(engine, container.id);
  await assert.rejects(
    startContainer(engine, container.id),
    (error) =>
      error instanceof EngineError && (error.status === 400 || error.status === 500) &&
      /no such file/.test(error.reason),
  );
  await wait[Symbol.asyncDispose]();
});

Deno.test("an abort ends a copy and a wait with its reason", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, { Cmd: ["sleep", "60"] });
  const controller = new AbortController();
  const { signal } = controller;
  using stream = await attachContainer(engine, container.id, { stdout: true, signal });
  const wait = await waitContainer(engine, container.id, { signal });
  await startContainer(engine, container.id);
  const reason = new Error("enough");
  const copied = assert.rejects(
    copyOutput(stream, gatherOutput().sinks, { tty: false, signal }),
    (error) => error === reason,
  );
  const waited = assert.rejects(wait.status(), (error) => error === reason);
  controller.abort(reason);
  await Promise.all([copied, waited]);
});
