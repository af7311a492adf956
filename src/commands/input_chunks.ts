import type { InputStream } from "../cli/context.ts";

/** A stream's bytes to its end; each chunk is gone when the next is asked for. */
export async function* inputChunks(stdin: InputStream): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    const count = await stdin.read(buffer);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}
