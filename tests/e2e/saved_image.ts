import { openEngine } from "../../src/engine/engine.ts";
import { saveImages } from "../../src/engine/images/transfer.ts";
import { concatChunks } from "../../src/lib/byte_chunks.ts";
import { readTar } from "../../src/lib/tar/read.ts";

/** Those of `texts` that occur in a saved image: in its layers, configuration or manifests. */
export async function textsIn(image: string, texts: readonly string[]): Promise<string[]> {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const archive = await saveImages(engine, [image]);
  const found = new Set<string>();
  for await (const { content } of readTar(archive)) {
    const bytes = await plain((await concatChunks(content)).slice());
    const characters = new TextDecoder("latin1").decode(bytes); // One for every byte.
    for (const text of texts) if (characters.includes(text)) found.add(text);
  }
  return [...found];
}

/** The bytes, unpacked where they are a gzipped layer. */
async function plain(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).bytes();
}
