import { copyOutput } from "../../engine/output.ts";
import type { Transport } from "../../engine/transport.ts";
import { startProcess } from "../session/exec_process.ts";
import type { ShellState } from "../session/shell_protocol.ts";
import { commandWords } from "./command_words.ts";
import { Transcript } from "./transcript.ts";

/** What the test command did where the program was installed by hand. */
export interface SessionTest {
  /** 126 (engine 20.10) or 127 when it could not be started. */
  exit: number;
  stdout: string;
}

/**
 * Runs the test command in the session's container as the image will run it: without a terminal
 * and a shell of its own, its stdin empty, with the directory and variables that the session ended with.
 */
export async function testSession(
  engine: Transport,
  container: string,
  { command, state }: { command: string; state: ShellState },
  options: { output?: (bytes: Uint8Array) => Promise<void>; signal?: AbortSignal } = {},
): Promise<SessionTest> {
  const { signal, output = () => Promise.resolve() } = options;
  const stdout = new Transcript();
  const process = await startProcess(engine, container, {
    Cmd: commandWords(command),
    Env: Object.entries(state.env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: state.directory,
  }, { signal });
  await process.stream.closeWrite();
  await copyOutput(process.stream, {
    stdout: async (bytes) => {
      stdout.push(bytes);
      await output(bytes);
    },
    stderr: output,
  }, { tty: false, signal });
  return { exit: await process.status(), stdout: stdout.text() };
}
