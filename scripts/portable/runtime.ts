import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { prelink } from "./prelink.ts";
import { tarFile } from "./tar.ts";

/** The runtime that goes into the portable executable. */
export interface Runtime {
  /** SHA-256 of the tar entry, hexadecimal. */
  digest: string;
  /** Size of the Deno binary in bytes. */
  size: number;
  /** A gzip member that holds the tar entry `deno`. */
  compressed: Uint8Array<ArrayBuffer>;
}

/**
 * The Deno that runs this script, compressed. That takes ten seconds, therefore the result is kept
 * in the folder `cache` under the entry's digest.
 */
export async function compressedRuntime(cache: string): Promise<Runtime> {
  const binary = await Deno.readFile(Deno.execPath());
  prelink(binary);
  const entry = tarFile("deno", binary, { mode: 0o500 });
  const digest = sha256(entry);
  const kept = `${cache}/deno-${digest}.tar.gz`;
  const found = await readIfThere(kept);
  if (found) return { digest, size: binary.length, compressed: found };
  const compressed = new Uint8Array(gzipSync(entry, { level: 9 }));
  await Deno.mkdir(cache, { recursive: true });
  const partial = await Deno.makeTempFile({ dir: cache });
  await Deno.writeFile(partial, compressed);
  await Deno.rename(partial, kept);
  return { digest, size: binary.length, compressed };
}

/** SHA-256 over the parts in order, hexadecimal. */
export function sha256(...parts: (Uint8Array | string)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
