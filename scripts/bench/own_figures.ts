import { EngineProxy } from "../../tests/e2e/engine_proxy.ts";
import { BenchFolder } from "./bench_folder.ts";
import type { CommandLine } from "./contest.ts";

/** Most memory, in bytes, that a program held at a time. @throws Error when it fails */
export async function peakMemory({ program, args }: CommandLine): Promise<number> {
  const options = { args, stdin: "null", stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command(program, options).spawn();
  let ended = false;
  const status = child.status.finally(() => ended = true);
  let peak = 0;
  while (!ended) {
    peak = Math.max(peak, residentPeak(child.pid));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { success, code } = await status;
  if (!success) throw new Error(`${program} ${args.join(" ")} failed with ${code}`);
  return peak;
}

/** The kernel's own high-water mark; 0 once the process has ended. */
function residentPeak(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Bytes that a program sends to the engine at `address`. @throws Error when it fails */
export async function bytesSent({ program, args }: CommandLine, address: string): Promise<number> {
  await using folder = await BenchFolder.make("/tmp");
  const requests = new Map<string, number>();
  using proxy = new EngineProxy(
    `${folder.path}/engine.sock`,
    address,
    ({ path, sent }) => void requests.set(path, sent),
  );
  const env = { DOCKER_HOST: proxy.address };
  const { success, stderr } = await new Deno.Command(program, { args, env }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return [...requests.values()].reduce((sum, count) => sum + count, 0);
}
