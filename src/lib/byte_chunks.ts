/** All chunks as one array; each may be overwritten once the next one is asked for. */
export async function concatChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const copies: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    copies.push(chunk.slice());
    length += chunk.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const copy of copies) {
    all.set(copy, at);
    at += copy.length;
  }
  return all;
}
