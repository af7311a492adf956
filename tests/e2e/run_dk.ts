import { dkExecutable } from "./dk_executable.ts";

/** What a run of dk came to. */
export interface DkResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface DkRun {
  cwd?: string;
  env?: Record<string, string>;
  /** Standard input; empty when left out. */
  stdin?: string | Uint8Array;
}

/** Runs the executable under test to its end. */
export async function runDk(args: readonly string[], run: DkRun = {}): Promise<DkResult> {
  const child = new Deno.Command(dkExecutable(), {
    args: [...args],
    cwd: run.cwd,
    env: run.env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const input = typeof run.stdin === "string" ? new TextEncoder().encode(run.stdin) : run.stdin;
  // dk may end without having read everything; that shows in its exit code, not here.
  const fed = (input ? writer.write(input) : Promise.resolve()).then(
    () => writer.close(),
    () => {},
  );
  const { code, stdout, stderr } = await child.output();
  await fed;
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
