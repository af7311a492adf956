import { dkExecutable } from "./dk_executable.ts";

/** The image that tests run: a Debian with coreutils and bash. */
export const testImage = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";

/** How dk ended and what it printed. */
export interface DkResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the executable under test to its end. */
export async function dk(
  args: readonly string[],
  options: { stdin?: string | Uint8Array; env?: Record<string, string>; cwd?: string } = {},
): Promise<DkResult> {
  const child = new Deno.Command(dkExecutable(), {
    args: [...args],
    env: options.env,
    cwd: options.cwd,
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (options.stdin !== undefined) {
    const writer = child.stdin.getWriter();
    const { stdin } = options;
    await writer.write(typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin);
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { exitCode: code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A container name of this test, removed when disposed of whatever became of it. */
export function containerName(purpose: string): { name: string } & AsyncDisposable {
  const name = `dkt-${purpose}-${crypto.randomUUID().slice(0, 8)}`;
  return {
    name,
    async [Symbol.asyncDispose]() {
      await removeContainerNamed(name);
    },
  };
}

async function removeContainerNamed(name: string): Promise<void> {
  const { openEngine } = await import("../../src/engine/engine.ts");
  const { removeContainer } = await import("../../src/engine/containers/lifecycle.ts");
  const { EngineError } = await import("../../src/engine/errors.ts");
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  try {
    await removeContainer(engine, name, { force: true, volumes: true });
  } catch (error) {
    if (!(error instanceof EngineError && [404, 409].includes(error.status))) throw error;
  }
}
