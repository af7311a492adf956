import { joinBytes } from "../byte_chunks.ts";
import {
  BLOCK,
  type Field,
  field,
  fitsOctal,
  padding,
  putChecksum,
  putChecksumOfTidy,
  putOctal,
} from "./block.ts";
import type { TarEntryType, TarHeader } from "./entry.ts";
import { encodePaxRecords, XATTR_KEY } from "./pax.ts";

const encoder = new TextEncoder();

const typeFlags: Record<TarEntryType, number> = {
  file: 0x30,
  hardlink: 0x31,
  symlink: 0x32,
  character: 0x33,
  block: 0x34,
  directory: 0x35,
  fifo: 0x36,
};
const PAX_HEADER = 0x78;

/** The parts of a USTAR block that are the same in all of them: magic and version. */
const bare = new Uint8Array(BLOCK);
bare.set(encoder.encode("ustar\x0000"), field.magic.offset);

/** A block with the numbers that are nearly always zero. */
const template = bare.slice();
for (const zero of [field.uid, field.gid, field.deviceMajor, field.deviceMinor]) {
  putOctal(template, 0, zero, 0);
}

/**
 * The header of one entry: one block where USTAR can say it all, else a PAX header in front. The
 * bytes are those of Go's archive/tar with its PAX format, which is what docker sends
 * (engine.md 4.5), so that both clients give an engine the same stream.
 */
export function encodeHeader(header: TarHeader): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  return encodeUstar(header, block, 0) ? block : encodePax(header);
}

/**
 * Writes the header of `header` into `target` at `at` if one USTAR block can say it all; leaves
 * an unspecified block behind and returns false if not. The writer's fast path.
 */
export function encodeUstar(header: TarHeader, target: Uint8Array, at: number): boolean {
  if (header.xattrs !== undefined && Object.keys(header.xattrs).length > 0) return false;
  if (!numbersFit(header)) return false;
  target.set(template, at);
  const name = storedName(header);
  if (name.length <= field.name.length) {
    if (!putAscii(target, at, field.name, name)) return false;
  } else if (!putSplitName(target, at, name)) return false;
  if (!putAscii(target, at, field.linkName, header.linkName ?? "")) return false;
  if (!putAscii(target, at, field.userName, header.userName ?? "")) return false;
  if (!putAscii(target, at, field.groupName, header.groupName ?? "")) return false;
  putNumbers(target, at, header);
  putChecksumOfTidy(target, at, at + Math.min(name.length, field.name.length));
  return true;
}

function storedName({ name, type }: TarHeader): string {
  return type === "directory" ? `${name}/` : name;
}

function numbersFit({ uid = 0, gid = 0, size, mtime }: TarHeader): boolean {
  return fitsOctal(uid, 8) && fitsOctal(gid, 8) && fitsOctal(size, 12) && fitsOctal(mtime, 12);
}

/** Fills the fields that hold numbers, and the type; the template holds the zeros. */
function putNumbers(target: Uint8Array, at: number, header: TarHeader): void {
  putOctal(target, at, field.mode, header.mode);
  if (header.uid) putOctal(target, at, field.uid, header.uid);
  if (header.gid) putOctal(target, at, field.gid, header.gid);
  putOctal(target, at, field.size, header.size);
  putOctal(target, at, field.mtime, header.mtime);
  if (header.deviceMajor) putOctal(target, at, field.deviceMajor, header.deviceMajor);
  if (header.deviceMinor) putOctal(target, at, field.deviceMinor, header.deviceMinor);
  target[at + field.type.offset] = typeFlags[header.type];
}

/** Writes `text` if it is ASCII and fits; false if not. */
function putAscii(target: Uint8Array, at: number, { offset, length }: Field, text: string) {
  if (text.length > length) return false;
  const start = at + offset;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return false;
    target[start + i] = code;
  }
  return true;
}

/** Splits a long name between the prefix and name fields, at the last slash that allows it. */
function putSplitName(target: Uint8Array, at: number, name: string): boolean {
  const end = Math.min(name.length - (name.endsWith("/") ? 1 : 0), field.prefix.length + 1);
  const slash = name.lastIndexOf("/", end - 1);
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest === 0 || rest > field.name.length) return false;
  return putAscii(target, at, field.prefix, name.slice(0, slash)) &&
    putAscii(target, at, field.name, name.slice(slash + 1));
}

function encodePax(header: TarHeader): Uint8Array<ArrayBuffer> {
  const records = encodePaxRecords(paxRecords(header));
  const block = template.slice();
  putTruncated(block, field.name, storedName(header));
  putTruncated(block, field.linkName, header.linkName ?? "");
  putTruncated(block, field.userName, header.userName ?? "");
  putTruncated(block, field.groupName, header.groupName ?? "");
  putNumbers(block, 0, header);
  putChecksum(block, 0);
  const extended = paxHeaderBlock(storedName(header), records.length);
  return joinBytes([extended, records, new Uint8Array(padding(records.length)), block]);
}

/** What the fields of the block cannot hold, as Go decides it: a split name is not a fit here. */
function paxRecords(header: TarHeader): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  const text = (key: string, value: string, { length }: Field) => {
    const bytes = encoder.encode(value);
    if (bytes.length > length || bytes.length !== value.length) records.set(key, bytes);
  };
  const number = (key: string, value: number, { length }: Field) => {
    if (!fitsOctal(value, length)) records.set(key, encoder.encode(String(value)));
  };
  text("path", storedName(header), field.name);
  text("linkpath", header.linkName ?? "", field.linkName);
  text("uname", header.userName ?? "", field.userName);
  text("gname", header.groupName ?? "", field.groupName);
  number("uid", header.uid ?? 0, field.uid);
  number("gid", header.gid ?? 0, field.gid);
  number("size", header.size, field.size);
  number("mtime", header.mtime, field.mtime);
  for (const [name, value] of Object.entries(header.xattrs ?? {})) {
    records.set(XATTR_KEY + name, value);
  }
  return records;
}

/** The block that announces PAX records: `dir/PaxHeaders.0/file`, all but name and size zero. */
function paxHeaderBlock(name: string, size: number): Uint8Array {
  const block = bare.slice();
  const slash = name.lastIndexOf("/") + 1;
  const segments = `${name.slice(0, slash)}PaxHeaders.0/${name.slice(slash)}`.split("/");
  const title = asciiOnly(segments.filter(Boolean).join("/")).slice(0, field.name.length);
  putAscii(block, 0, field.name, title.replace(/\/+$/, ""));
  putOctal(block, 0, field.mode, 0);
  putOctal(block, 0, field.uid, 0);
  putOctal(block, 0, field.gid, 0);
  putOctal(block, 0, field.size, size);
  putOctal(block, 0, field.mtime, 0);
  block[field.type.offset] = PAX_HEADER;
  putChecksum(block, 0);
  return block;
}

/**
 * Writes what of `text` is ASCII, cut to the field. A cut right behind a slash would make old
 * readers take a file for a directory: Go ends the field before the slash, and so do we.
 */
function putTruncated(block: Uint8Array, target: Field, text: string): void {
  const ascii = asciiOnly(text);
  const cut = ascii.slice(0, target.length);
  const kept = ascii.length > cut.length && cut.endsWith("/") ? cut.replace(/\/+$/, "") : cut;
  putAscii(block, 0, target, kept);
  // Go writes the NUL over the first slash only, and leaves the copied bytes behind it.
  for (let i = kept.length + 1; i < cut.length; i++) block[target.offset + i] = 0x2f;
}

function asciiOnly(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[^\x01-\x7f]/gu, "");
}
