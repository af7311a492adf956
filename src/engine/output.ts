import { FrameParser, type FrameStream } from "./frames.ts";
import type { ByteStream } from "./transport.ts";

/** Takes the bytes of one stream; resolves when `bytes` may be overwritten. */
export type ByteSink = (bytes: Uint8Array) => Promise<void>;

/** Where a container's or command's output goes. */
export type OutputSinks = Readonly<Record<FrameStream, ByteSink>>;

const bufferSize = 256 * 1024;

/**
 * Copies the output of an attached container, an exec or any hijacked stream to the sinks until
 * it ends. With `tty` the bytes are raw and all go to stdout; otherwise they are frames. One
 * buffer is reused for everything, whatever the amount.
 *
 * @throws Failure on an error that the engine puts into the stream; what the sinks throw; the
 * abort reason when `signal` aborts, which closes the stream
 */
export async function copyOutput(
  stream: ByteStream,
  sinks: OutputSinks,
  options: { tty: boolean; signal?: AbortSignal },
): Promise<void> {
  const { tty, signal } = options;
  signal?.throwIfAborted();
  const close = () => stream.close();
  signal?.addEventListener("abort", close, { once: true });
  try {
    await copyChunks(readChunks(stream), sinks, tty);
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", close);
  }
}

/** The same for a response body (`/logs`), whose chunks already exist. */
export async function copyBody(
  body: ReadableStream<Uint8Array>,
  sinks: OutputSinks,
  options: { tty: boolean },
): Promise<void> {
  await copyChunks(body, sinks, options.tty);
}

async function copyChunks(
  chunks: AsyncIterable<Uint8Array>,
  sinks: OutputSinks,
  tty: boolean,
): Promise<void> {
  const parser = new FrameParser();
  for await (const chunk of chunks) {
    if (tty) await sinks.stdout(chunk);
    else for (const run of parser.push(chunk)) await sinks[run.stream](run.bytes);
  }
  parser.end();
}

/** Chunks of a stream, all views into the same buffer: each is gone when the next is asked for. */
async function* readChunks(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(bufferSize);
  for (;;) {
    const count = await stream.read(buffer);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}
