/**
 * PAX extended header records: `"<length> <key>=<value>\n"`, the length counting itself
 * (POSIX.1-2001). Values are bytes, because extended attributes are.
 */
import { joinBytes } from "../byte_chunks.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Prefix of the keys under which extended attributes travel (star's, which docker uses too). */
export const XATTR_KEY = "SCHILY.xattr.";

/** All records in one piece, in order of their keys (compared by bytes, as Go sorts them). */
export function encodePaxRecords(
  records: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const keys = [...records.keys()].sort();
  return joinBytes(keys.map((key) => encodePaxRecord(key, records.get(key)!)));
}

function encodePaxRecord(key: string, value: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = encoder.encode(` ${key}=`);
  const rest = head.length + value.length + 1;
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return joinBytes([encoder.encode(String(length)), head, value, Uint8Array.of(10)]);
}

/** Reads records into `into`; undefined when `data` is malformed. An empty value deletes. */
export function decodePaxRecords(
  data: Uint8Array,
  into: Map<string, Uint8Array>,
): Map<string, Uint8Array> | undefined {
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const digits = space < 0 ? "" : decoder.decode(data.subarray(at, space));
    const end = at + Number(digits);
    if (!/^[0-9]+$/.test(digits) || end > data.length || data[end - 1] !== 10) return undefined;
    const equals = data.indexOf(61, space);
    if (equals <= space + 1 || equals >= end) return undefined;
    const key = decoder.decode(data.subarray(space + 1, equals));
    if (equals === end - 2) into.delete(key);
    else into.set(key, data.slice(equals + 1, end - 1));
    at = end;
  }
  return into;
}
