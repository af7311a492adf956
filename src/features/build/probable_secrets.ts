import type { ContextEntry } from "../context/entry.ts";
import { ignoreLine } from "../../lib/ignore/file.ts";
import { basename } from "../../lib/path.ts";
import { secretKinds } from "./secret_kinds.ts";

/** A file that probably holds a secret and is about to go into an image. */
export interface ProbableSecret {
  path: string;
  what: string;
  /** The ignore line that keeps it out. */
  line: string;
}

/** Bytes of a file that are looked at. */
const lookedAt = 16 * 1024;

/** The secret that a path probably holds, if it does; few files need to be read to tell. */
export function probableSecret(root: string, entry: ContextEntry): ProbableSecret | undefined {
  if (entry.type !== "file" || entry.size === 0) return undefined;
  const path = entry.name;
  let text: string | undefined;
  const kind = secretKinds.find(({ path: pattern, not, holds }) => {
    if (!pattern.test(path) || not?.test(path)) return false;
    return holds === undefined || holds(text ??= beginning(`${root}/${path}`));
  });
  if (!kind) return undefined;
  const { what, folder, isName } = kind;
  return { path, what, line: folder ?? ignoreLine(isName ? `**/${basename(path)}` : path) };
}

function beginning(path: string): string {
  const buffer = new Uint8Array(lookedAt);
  try {
    using file = Deno.openSync(path);
    return new TextDecoder().decode(buffer.subarray(0, file.readSync(buffer) ?? 0));
  } catch {
    return ""; // What cannot be read cannot be sent either; the sending says so.
  }
}
