import assert from "node:assert/strict";
import { startContainer } from "./containers/lifecycle.ts";
import { gatherOutput, openTestEngine, testContainer } from "./engine_fixture.ts";
import { EngineError } from "./errors.ts";
import { createExec, inspectExec, resizeExec, startExec, startExecDetached } from "./exec.ts";
import { writeAll } from "./http1.ts";
import { copyOutput } from "./output.ts";

const sleeping = { Cmd: ["sleep", "60"], HostConfig: { Init: true } };

Deno.test("exec: both outputs, stdin through a half-close, environment and exit code", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, sleeping);
  await startContainer(engine, container.id);
  const exec = await createExec(engine, container.id, {
    Cmd: ["sh", "-c", "cat; echo $WHO >&2; pwd; exit 5"],
    Env: ["WHO=me"],
    WorkingDir: "/tmp",
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  using stream = await startExec(engine, exec);
  await writeAll(stream, new TextEncoder().encode("hello\n"));
  await stream.closeWrite();
  const { texts, sinks } = gatherOutput();
  await copyOutput(stream, sinks, { tty: false });
  assert.deepEqual(texts, { stdout: "hello\n/tmp\n", stderr: "me\n" });
  const state = await inspectExec(engine, exec);
  assert.equal(state.ExitCode, 5);
  assert.equal(state.Running, false);
});

Deno.test("exec: a terminal is raw and learns its size", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, sleeping);
  await startContainer(engine, container.id);
  const exec = await createExec(engine, container.id, {
    Cmd: ["sh", "-c", "read line; stty size"],
    Tty: true,
    AttachStdin: true,
    AttachStdout: true,
  });
  using stream = await startExec(engine, exec, { tty: true });
  await resizeExec(engine, exec, { rows: 20, columns: 70 });
  await writeAll(stream, new TextEncoder().encode("go\n"));
  const { texts, sinks } = gatherOutput();
  await copyOutput(stream, sinks, { tty: true });
  assert.match(texts.stdout, /20 70\r\n/);
});

Deno.test("exec: a terminal has its size from the start", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, sleeping);
  await startContainer(engine, container.id);
  const consoleSize: [number, number] = [20, 70];
  const exec = await createExec(engine, container.id, {
    Cmd: ["stty", "size"],
    Tty: true,
    AttachStdin: true,
    AttachStdout: true,
    ConsoleSize: consoleSize,
  });
  using stream = await startExec(engine, exec, { tty: true, consoleSize });
  const { texts, sinks } = gatherOutput();
  await copyOutput(stream, sinks, { tty: true });
  const { isPodman, apiVersion } = await engine.identity();
  // Engine 20.10 takes the size of a running program only: src/features/run/size_first.ts.
  const size = !isPodman && apiVersion === "1.41" ? "0 0" : "20 70";
  assert.equal(texts.stdout, `${size}\r\n`);
});

Deno.test("exec: detached commands run on, stopped containers refuse", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, sleeping);
  await assert.rejects(
    createExec(engine, container.id, { Cmd: ["true"] }),
    (error) => error instanceof EngineError && [409, 500].includes(error.status), // 500: Podman
  );
  await startContainer(engine, container.id);
  const exec = await createExec(engine, container.id, { Cmd: ["sleep", "30"] });
  await startExecDetached(engine, exec);
  assert.equal((await inspectExec(engine, exec)).Running, true);
});
