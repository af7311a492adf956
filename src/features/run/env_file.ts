import type { Environment } from "../../lib/environment.ts";
import { UsageFailure } from "../../lib/failure.ts";

/**
 * The lines of a file of variables or labels, by docker's grammar: blank lines and those that
 * begin with `#` are skipped, space before a name is dropped, a value is taken as it stands to
 * the end of the line. A name alone takes its value from `env` and is left out where that lacks it.
 *
 * @param env undefined for labels, whose names may stand alone
 * @throws UsageFailure naming file, line and fault
 */
export function parseKeyValueFile(text: string, path: string, env?: Environment): string[] {
  const entries: string[] = [];
  text.replace(/^\uFEFF/, "").split("\n").forEach((raw, index) => {
    const line = raw.replace(/\r$/, "").trimStart();
    if (line === "" || line.startsWith("#")) return;
    const equals = line.indexOf("=");
    const name = equals < 0 ? line : line.slice(0, equals);
    const fault = nameFault(name);
    if (fault) throw badLine(path, index + 1, fault);
    if (equals >= 0) entries.push(line);
    else if (!env) entries.push(name);
    else if (env[name] !== undefined) entries.push(`${name}=${env[name]}`);
  });
  return entries;
}

/** Reads and parses such a file. @throws UsageFailure also when it cannot be read */
export async function readKeyValueFile(path: string, env?: Environment): Promise<string[]> {
  return parseKeyValueFile(await readTextOf(path, "the file of variables"), path, env);
}

/** The text of a file that a flag names. @throws UsageFailure saying why it cannot be read */
export async function readTextOf(path: string, what: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (cause) {
    throw new UsageFailure(`Cannot read ${what} ${JSON.stringify(path)}`, {
      why: readFault(cause),
      next: "Name a file that exists and that you may read",
      cause,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const next = "Save it as UTF-8";
    throw new UsageFailure(`${JSON.stringify(path)} is not text in UTF-8`, { next, cause });
  }
}

function readFault(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "There is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "You may not read it";
  if (error instanceof Deno.errors.IsADirectory) return "It is a directory";
  return error instanceof Error ? error.message : String(error);
}

function nameFault(name: string): string | undefined {
  if (name === "") return "There is no name before the =";
  if (/\s/.test(name)) return `The name ${JSON.stringify(name)} holds a space`;
  return undefined;
}

function badLine(path: string, line: number, why: string): UsageFailure {
  return new UsageFailure(`Bad line ${line} in ${JSON.stringify(path)}`, {
    why,
    next: "Write NAME=VALUE or NAME, one on each line; # begins a comment",
  });
}
