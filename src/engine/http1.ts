import { Failure } from "../lib/failure.ts";
import type { ByteStream, ResponseHeaders } from "./transport.ts";

/**
 * HTTP/1.1 as far as a Docker engine speaks it, over any byte stream. Deno's own `fetch` can
 * neither hand a connection over nor half-close it, which attach, exec and BuildKit need.
 */

/** Longest head accepted; Docker's are a few hundred bytes. */
const maxHeadBytes = 64 * 1024;
const readSize = 64 * 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The first lines of an answer. */
export interface ResponseHead {
  status: number;
  headers: ResponseHeaders;
}

/** How the end of a payload is told (RFC 9112, section 6.3). */
export type BodyFraming =
  | { kind: "none" }
  | { kind: "length"; length: number }
  | { kind: "chunked" }
  | { kind: "until-close" };

/** Reads a connection through a buffer, so that what follows a head is not lost. */
export class ConnectionReader {
  #buffer = new Uint8Array(readSize);
  #start = 0;
  #end = 0;

  constructor(readonly source: Pick<ByteStream, "read">) {}

  /** Up to `buffer.length` bytes, those already buffered first; null at the end. */
  async read(buffer: Uint8Array): Promise<number | null> {
    if (this.#start === this.#end) return await this.source.read(buffer);
    const count = Math.min(buffer.length, this.#end - this.#start);
    buffer.set(this.#buffer.subarray(this.#start, this.#start + count));
    this.#start += count;
    return count;
  }

  /** One line without its line end, or null when the stream ended before its first byte. */
  async line(limit = maxHeadBytes): Promise<string | null> {
    for (let scanned = 0;;) {
      const newline = this.#buffer.subarray(this.#start, this.#end).indexOf(10, scanned);
      if (newline >= 0) {
        const line = decoder.decode(this.#buffer.subarray(this.#start, this.#start + newline));
        this.#start += newline + 1;
        return line.endsWith("\r") ? line.slice(0, -1) : line;
      }
      scanned = this.#end - this.#start;
      if (scanned > limit) throw notHttp("a line is longer than any head line");
      if (!await this.#fill()) {
        if (scanned === 0) return null;
        throw connectionCut();
      }
    }
  }

  async #fill(): Promise<boolean> {
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    if (this.#end === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    const count = await this.source.read(this.#buffer.subarray(this.#end));
    if (count === null) return false;
    this.#end += count;
    return true;
  }
}

/** The bytes of a request's head. */
export function encodeHead(
  method: string,
  target: string,
  headers: Iterable<readonly [string, string]>,
): Uint8Array {
  let head = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  return encoder.encode(`${head}\r\n`);
}

/**
 * Reads the head of an answer; interim answers (1xx, but for 101) are passed over.
 *
 * @returns null when the connection ended before the first byte
 */
export async function readHead(reader: ConnectionReader): Promise<ResponseHead | null> {
  for (;;) {
    const statusLine = await reader.line();
    if (statusLine === null) return null;
    const match = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine);
    if (!match) throw notHttp(`its answer begins with ${JSON.stringify(statusLine.slice(0, 80))}`);
    const head = { status: Number(match[1]), headers: await readHeaders(reader) };
    if (head.status >= 200 || head.status === 101) return head;
  }
}

class HeaderFields implements ResponseHeaders {
  readonly #values = new Map<string, string>();

  append(name: string, value: string): void {
    const key = name.toLowerCase();
    const former = this.#values.get(key);
    this.#values.set(key, former === undefined ? value : `${former}, ${value}`);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }
}

async function readHeaders(reader: ConnectionReader): Promise<ResponseHeaders> {
  const headers = new HeaderFields();
  for (;;) {
    const line = await reader.line();
    if (line === null) throw connectionCut();
    if (line === "") return headers;
    const colon = line.indexOf(":");
    if (colon < 1) throw notHttp(`a header line is ${JSON.stringify(line.slice(0, 80))}`);
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
}

/** How the payload behind `head` ends. */
export function framingOf(method: string, { status, headers }: ResponseHead): BodyFraming {
  if (method === "HEAD" || status === 204 || status === 304) return { kind: "none" };
  if (/\bchunked\b/i.test(headers.get("transfer-encoding") ?? "")) return { kind: "chunked" };
  const length = headers.get("content-length");
  if (length !== null) return { kind: "length", length: Number(length) };
  return { kind: "until-close" };
}

/**
 * Reads a payload piece by piece, its framing removed. Resolves with null at its end.
 *
 * @throws Failure when the connection ends before the payload does
 */
export function payloadReader(
  reader: ConnectionReader,
  framing: BodyFraming,
): (buffer: Uint8Array) => Promise<number | null> {
  if (framing.kind === "none") return () => Promise.resolve(null);
  if (framing.kind === "until-close") return (buffer) => reader.read(buffer);
  if (framing.kind === "chunked") return chunkedReader(reader);
  let left = framing.length;
  return async (buffer) => {
    if (left === 0) return null;
    const count = await readSome(reader, buffer.subarray(0, Math.min(left, buffer.length)));
    left -= count;
    return count;
  };
}

function chunkedReader(reader: ConnectionReader) {
  let left = 0;
  let ended = false;
  let first = true;
  return async (buffer: Uint8Array): Promise<number | null> => {
    if (ended) return null;
    if (left === 0) {
      if (!first) await chunkLine(reader); // The empty line that closes the chunk before.
      first = false;
      left = parseChunkSize(await chunkLine(reader));
      if (left === 0) {
        while (await chunkLine(reader) !== "") { /* Trailers carry nothing dk reads. */ }
        ended = true;
        return null;
      }
    }
    const count = await readSome(reader, buffer.subarray(0, Math.min(left, buffer.length)));
    left -= count;
    return count;
  };
}

async function chunkLine(reader: ConnectionReader): Promise<string> {
  const line = await reader.line();
  if (line === null) throw connectionCut();
  return line;
}

function parseChunkSize(line: string): number {
  const digits = line.split(";", 1)[0].trim();
  if (!/^[0-9a-f]{1,12}$/i.test(digits)) throw notHttp(`a chunk's size is ${JSON.stringify(line)}`);
  return parseInt(digits, 16);
}

async function readSome(reader: ConnectionReader, buffer: Uint8Array): Promise<number> {
  const count = await reader.read(buffer);
  if (count === null) throw connectionCut();
  return count;
}

/** Writes all of `data`. */
export async function writeAll(target: Pick<ByteStream, "write">, data: Uint8Array): Promise<void> {
  let rest = data;
  while (rest.length > 0) rest = rest.subarray(await target.write(rest));
}

/**
 * Writes a payload of unknown length in chunks. Each piece and its frame leave in one write: a
 * write costs more than the copy.
 */
export async function writeChunked(
  target: Pick<ByteStream, "write">,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  let scratch = new Uint8Array(256 * 1024);
  for await (const piece of pieces) {
    if (piece.length === 0) continue; // An empty chunk would end the payload.
    const size = encoder.encode(`${piece.length.toString(16)}\r\n`);
    const total = size.length + piece.length + 2;
    if (scratch.length < total) scratch = new Uint8Array(total);
    scratch.set(size);
    scratch.set(piece, size.length);
    scratch[total - 2] = 13;
    scratch[total - 1] = 10;
    await writeAll(target, scratch.subarray(0, total));
  }
  await writeAll(target, encoder.encode("0\r\n\r\n"));
}

/** The connection ended in the middle of an answer. */
export function connectionCut(): Failure {
  return new Failure("The engine closed the connection in the middle of an answer", {
    next: "See whether the engine is still running, then try again",
  });
}

function notHttp(why: string): Failure {
  return new Failure("What answers at the engine's address does not speak HTTP", {
    why,
    next: "Check the address (--host, DOCKER_HOST); a TLS port needs DOCKER_TLS_VERIFY=1",
  });
}
