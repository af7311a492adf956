import { dirname, join, resolve } from "../../../lib/path.ts";

const decoder = new TextDecoder();

/**
 * Blocks of `Key: value` lines with empty lines between them, as dpkg, R and apk (whose keys are
 * letters, without a space behind the colon) write them. Continued lines are left out; of a key
 * that repeats the last value counts.
 */
export function paragraphs(content: Uint8Array): Map<string, string>[] {
  return decoder.decode(content).split(/\n{2,}/).map((block) =>
    new Map(
      block.split("\n").flatMap((line) => {
        const [, key, value] = /^([A-Za-z][\w-]*): ?(.*)$/.exec(line) ?? [];
        return key === undefined ? [] : [[key, value] as const];
      }),
    )
  ).filter((fields) => fields.size > 0);
}

/** A text of a JSON document's first level; undefined for one that is damaged or has none. */
export function jsonField(content: Uint8Array, field: string): string | undefined {
  try {
    const value = JSON.parse(decoder.decode(content))?.[field];
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The paths of dpkg's `NAME.list`: one absolute path a line, `/.` for the root. */
export function listedFiles(content: Uint8Array): string[] {
  return decoder.decode(content).split("\n").filter((line) => /^\/[^.]/.test(line));
}

/** The paths of pip's RECORD, which are relative to the folder that holds the dist-info folder. */
export function recordedFiles(content: Uint8Array, record: string): string[] {
  const base = dirname(dirname(record));
  return decoder.decode(content).split("\n").flatMap((line) => {
    const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^,]+)),/.exec(line) ?? [];
    const path = quoted?.replaceAll('""', '"') ?? plain;
    return path === undefined ? [] : [resolve(base, path)];
  });
}

/** The paths of one block of apk's database: `F:` names a folder, `R:` a file in it. */
export function apkFiles(block: string): string[] {
  let folder = "/";
  return block.split("\n").flatMap((line) => {
    if (line.startsWith("F:")) return [folder = `/${line.slice(2)}`];
    return line.startsWith("R:") ? [join(folder, line.slice(2))] : [];
  });
}
