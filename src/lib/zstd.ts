import { type Environment, setVariables } from "./environment.ts";
import { Failure } from "./failure.ts";

/** Where `zstd` is found, and what it unpacks. */
export interface ZstdOptions {
  /** How errors call the stream. */
  name: string;
  /** The environment in whose PATH zstd is looked for. */
  env: Environment;
}

/**
 * Unpacks a zstd stream while it passes, by the system's `zstd`: what comes with Deno 2.9 takes a
 * stream that is cut short for a whole one and stops after the first of several frames.
 *
 * @param packed chunks may be reused by their owner once the next one is asked for
 * @returns the content, to be read to its end or given up; it throws a Failure when the stream is
 * damaged, and the error of `packed`
 * @throws Failure when there is no `zstd`; nothing has been read then
 */
export function unpackZstd(
  packed: AsyncIterable<Uint8Array>,
  options: ZstdOptions,
): AsyncGenerator<Uint8Array> {
  return unpack(spawnZstd(options), packed, options.name);
}

async function* unpack(
  child: Deno.ChildProcess,
  packed: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const fed = feed(packed, child.stdin);
  const complaint = new Response(child.stderr).text();
  let whole = false;
  try {
    yield* child.stdout;
    whole = true;
  } finally {
    if (!whole) end(child);
    await child.status;
  }
  const failed = await fed;
  if (failed) throw failed.error;
  const { success } = await child.status;
  if (success) return;
  throw new Failure(`Cannot unpack ${name}`, {
    why: (await complaint).trim() || "zstd failed",
    next: "Make or fetch it again",
  });
}

function end(child: Deno.ChildProcess) {
  try {
    child.kill();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // It has ended by itself.
  }
}

function spawnZstd({ name, env }: ZstdOptions): Deno.ChildProcess {
  try {
    return new Deno.Command("zstd", {
      args: ["--decompress", "--stdout", "--quiet"],
      clearEnv: true,
      env: setVariables(env),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Failure(`Cannot unpack ${name}`, {
      why: "It is packed with zstd, which engines do not take, and PATH holds no zstd",
      next: "Install zstd, or pack it with gzip or xz",
      cause: error,
    });
  }
}

/**
 * Hands over all chunks. A process that stops reading says by its exit code why.
 *
 * @returns the error of `packed`, if it had one
 */
async function feed(
  packed: AsyncIterable<Uint8Array>,
  stdin: WritableStream<Uint8Array>,
): Promise<{ error: unknown } | undefined> {
  const writer = stdin.getWriter();
  const gone = () => {};
  writer.closed.catch(gone);
  const source = packed[Symbol.asyncIterator]();
  for (let reads = true; reads;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await source.next();
    } catch (error) {
      await writer.abort().catch(gone);
      return { error };
    }
    reads = !next.done && await writer.write(next.value).then(() => true, () => false);
  }
  await source.return?.();
  await writer.close().catch(gone);
  return undefined;
}
