/** What a program did. */
export interface ProgramResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a program is given beside its arguments. */
export interface ProgramOptions {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string | Uint8Array;
}

/** Runs a program to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, stdin = "" }: ProgramOptions = {},
): Promise<ProgramResult> {
  const command = new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const bytes = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
  const written = ReadableStream.from([bytes]).pipeTo(child.stdin).catch((error) => {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error; // It need not read to the end.
  });
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), written]);
  const decode = (output: Uint8Array) => new TextDecoder().decode(output);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/** Runs a program that must succeed and resolves with its stdout. */
export async function outputOf(
  program: string,
  args: readonly string[],
  options?: ProgramOptions,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code === 0) return stdout;
  throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${stderr}`);
}

/** A name that no other test uses, with the prefix that marks leftovers of tests. */
export function testName(kind: string): string {
  return `dkt-cmds-${kind}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Removes a container when the test is over. */
export function disposeContainer(name: string): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => void await outputOf("docker", ["rm", "-fv", name]),
  };
}

/** Removes an image's name when the test is over, if it is still there. */
export function disposeImageName(name: string): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => void await runProgram("docker", ["rmi", "-f", name]),
  };
}
