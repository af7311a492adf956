import type { DkContext, InputStream } from "../../src/cli/context.ts";
import { runApp } from "../../src/commands/app.ts";

/** What a run of dk inside the test's process came to. */
export interface CapturedRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const noInput: InputStream = {
  isTerminal: false,
  read: () => Promise.resolve(null),
  setRaw: () => {},
};

/**
 * Runs dk inside this process, in a world without terminal, home, engine or clock, so that what it
 * prints is the same everywhere.
 */
export async function captureRun(args: readonly string[]): Promise<CapturedRun> {
  const printed = { stdout: "", stderr: "" };
  const capture = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    write: (text: string) => void (printed[name] += text),
    writeBytes: (bytes: Uint8Array) =>
      Promise.resolve(void (printed[name] += new TextDecoder().decode(bytes))),
  });
  const stdout = capture("stdout");
  const stderr = capture("stderr");
  const env = { HOME: "/nonexistent", DOCKER_HOST: "unix:///nonexistent/engine.sock" };
  const exitCode = await runApp(args, (global): DkContext => ({
    stdin: noInput,
    stdout,
    stderr,
    env,
    cwd: "/nonexistent",
    signal: new AbortController().signal,
    now: () => 0,
    account: () => ({ uid: 1000, gid: 1000 }),
    onSignals: () => ({ [Symbol.dispose]() {} }),
    windowSize: () => undefined,
    global,
  }));
  return { exitCode, ...printed };
}
