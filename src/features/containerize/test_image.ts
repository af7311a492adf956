import { putArchive } from "../../engine/containers/archive.ts";
import { EngineError } from "../../engine/errors.ts";
import { copyOutput } from "../../engine/output.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { startAttached } from "../session/attached_container.ts";
import { TemporaryContainer } from "../session/temporary_container.ts";
import type { ContainerizeListener } from "./events.ts";
import { LastLines } from "../../lib/last_lines.ts";
import type { Loan } from "../lend/loan.ts";
import type { DataMount } from "./mount.ts";
import { Transcript } from "./transcript.ts";
import { commandWords } from "./command_words.ts";

/** How the test command ended. */
export interface TestResult {
  command: string;
  exit: number;
  seconds: number;
  /** All that it printed on stdout. */
  stdout: string;
  stderr: string;
  /** The last lines that it printed, on whichever of both. */
  end: string;
}

/** A test and the image that it is to run in. */
export interface WantedTest {
  image: string;
  command: string;
  mounts: readonly DataMount[];
  /** Files of this machine that the container finds. */
  loan?: Loan;
}

/** What a test is run with beside the engine. */
export interface TestOptions {
  listen: ContainerizeListener;
  /** Milliseconds. */
  now(): number;
  signal?: AbortSignal;
  /** What helps against what was said of a failure; with a blank behind it, or empty. */
  advise?(said: string): string;
}

/** What a test is run with that has to succeed. */
export interface RequiredTestOptions extends TestOptions {
  /** What to do about a test that fails. */
  next: string;
}

/** A test that ended with another code than 0. */
export class TestFailure extends Failure {}

/**
 * Runs the test command in a container of the new image, the data mounted, its stdin empty.
 *
 * @throws TestFailure when it ends with another code than 0; Failure when it cannot be started
 */
export async function testImage(
  engine: Transport,
  test: WantedTest,
  options: RequiredTestOptions,
): Promise<TestResult> {
  const result = await runTest(engine, test, options);
  if (result.exit === 0) return result;
  throw new TestFailure(`The test command failed with exit code ${result.exit}: ${test.command}`, {
    why: result.end ? `The end of its output:\n${result.end}` : "It printed nothing",
    next: `${options.advise?.(result.end) ?? ""}${options.next}`,
  });
}

/**
 * Runs a command in a container of an image, its stdin empty, to its end.
 *
 * @throws Failure when it cannot be started
 */
export async function runTest(
  engine: Transport,
  test: WantedTest,
  options: TestOptions,
): Promise<TestResult> {
  const { listen, now, signal } = options;
  const began = now();
  const printed = { stdout: new Transcript(), stderr: new Transcript() };
  const recent = new LastLines(20);
  const sink = (stream: "stdout" | "stderr") => async (bytes: Uint8Array) => {
    printed[stream].push(bytes);
    recent.push(bytes);
    await listen({ kind: "test-output", stream, bytes });
  };
  const exit = await runToEnd(engine, test, options, async (stream) => {
    const sinks = { stdout: sink("stdout"), stderr: sink("stderr") };
    await copyOutput(stream, sinks, { tty: false, signal });
  });
  const seconds = (now() - began) / 1000;
  const [stdout, stderr] = [printed.stdout.text(), printed.stderr.text()];
  return { command: test.command, exit, seconds, stdout, stderr, end: String(recent) };
}

async function runToEnd(
  engine: Transport,
  { image, command, mounts, loan }: WantedTest,
  { listen, signal, advise }: TestOptions,
  copy: (stream: Awaited<ReturnType<typeof startAttached>>["stream"]) => Promise<void>,
): Promise<number> {
  const notice = (text: string) => void listen({ kind: "notice", text });
  const spec = {
    Image: image,
    Cmd: commandWords(command),
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: { Mounts: mounts.flatMap(({ bind }) => bind ? [bind] : []) },
    Labels: { "dk.session": "containerize-test" },
  };
  await using container = await TemporaryContainer.create(engine, spec, { notice, loan, signal });
  for (const { copied } of mounts) {
    if (copied) await putArchive(engine, container.id, "/", copied(), { signal });
  }
  try {
    const { stream, wait } = await startAttached(engine, container.id, { stdin: false, signal });
    await copy(stream);
    return await wait.status();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new Failure(`The test command cannot be started in the new image: ${command}`, {
      why: error.reason,
      next: `${
        advise?.(error.reason) ?? ""
      }Name a program that the steps have installed, found in PATH or by its full path`,
      cause: error,
    });
  }
}
