import { receiveArchive } from "../../buildkit/file_send.ts";
import { writeAll } from "../../engine/http1.ts";
import { Failure } from "../../lib/failure.ts";
import { dirname, resolve } from "../../lib/path.ts";
import { parseFields } from "../run/field_list.ts";
import { invalidValue } from "../run/invalid_value.ts";
import type { BuildOutput } from "./request.ts";

/** `--output` as it was typed. */
export interface OutputChoice {
  type: typeof types[number];
  /** File or directory; `-` is standard output. */
  destination?: string;
  attributes: Record<string, string>;
}

const types = ["local", "tar", "docker", "oci", "image", "registry", "cacheonly"] as const;
const form = "Write type=local,dest=DIR, type=tar,dest=FILE (or - for stdout), type=docker, " +
  "or type=cacheonly";

/**
 * Reads `--output` as docker does; a bare path means a directory, `-` an archive on standard
 * output. @throws UsageFailure
 */
export function parseOutput(text: string, flag: string): OutputChoice {
  if (text === "-") return { type: "tar", destination: "-", attributes: {} };
  if (text !== "" && !text.includes("=")) {
    return { type: "local", destination: text, attributes: {} };
  }
  const attributes: Record<string, string> = {};
  for (const { key, value } of parseFields(text, flag)) {
    if (value === undefined) throw invalidValue(text, flag, form, `${key} has no value`);
    attributes[key] = value;
  }
  const { type: given, dest: destination, ...rest } = attributes;
  const type = types.find((known) => known === given);
  if (!type) throw invalidValue(text, flag, form, given ? `There is no type ${given}` : undefined);
  const needsDestination = type === "local" || type === "tar" || type === "oci";
  if (needsDestination && !destination) {
    throw invalidValue(text, flag, form, `type=${type} needs a destination`);
  }
  if (type === "local" && destination === "-") {
    throw invalidValue(text, flag, form, "A directory cannot go to standard output");
  }
  return { type, destination, attributes: rest };
}

/** Where a result on standard output goes. */
export interface OutputWorld {
  cwd: string;
  stdout: { isTerminal: boolean; writeBytes(bytes: Uint8Array): Promise<void> };
  signal?: AbortSignal;
}

/**
 * What the engine is asked for, and what becomes of it; undefined for its own image store. A file
 * appears under its name only when it is whole.
 *
 * @throws Failure for an archive that would go to a terminal, and a place that cannot be written to
 */
export async function openOutput(
  { type, destination, attributes }: OutputChoice,
  world: OutputWorld,
): Promise<BuildOutput | undefined> {
  if (type === "cacheonly") return { type: "tar", attributes: {}, receive: receiveArchive(drop) };
  if (destination === undefined) return undefined;
  if (type === "local") {
    const directory = resolve(world.cwd, destination);
    await makeDirectory(directory);
    const receive = receiveArchive(async (archive) => {
      const { extractTar } = await import("../../lib/tar/extract.ts");
      await extractTar(archive, directory, { signal: world.signal });
    });
    return { type: "tar", attributes, receive };
  }
  if (type === "image" || type === "registry") {
    throw new Failure(`An image of type=${type} has no destination`, {
      next: "Leave dest out, or write type=docker",
    });
  }
  const path = resolve(world.cwd, destination);
  if (destination !== "-") await checkFile(path);
  const target = destination === "-" ? standardOutput(world) : wholeFile(path);
  return { type, attributes, receive: receiveArchive(target) };
}

/** Newer engines with the containerd store refuse their own cacheonly [ran 28.5.2]. */
async function drop(archive: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of archive) { /* The steps are kept; that was the purpose. */ }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Whether a file of that name can be made: known before the build begins. */
async function checkFile(path: string): Promise<void> {
  try {
    const folder = dirname(path);
    if (!(await Deno.stat(folder)).isDirectory) throw new Error(`${folder} is not a directory`);
    const isDirectory = await Deno.stat(path).then((found) => found.isDirectory, () => false);
    if (isDirectory) throw new Error("It is a directory");
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, cause: unknown): Failure {
  return new Failure(`Cannot write the build's output to ${path}`, {
    why: cause instanceof Error ? cause.message : String(cause),
    next: "Name another place with --output",
    cause,
  });
}

function standardOutput({ stdout }: OutputWorld) {
  if (stdout.isTerminal) {
    throw new Failure("An archive would be written to the terminal", {
      next: "Send stdout to a file, or name one: --output type=tar,dest=FILE",
    });
  }
  return async (archive: AsyncIterable<Uint8Array>) => {
    for await (const piece of archive) await stdout.writeBytes(piece);
  };
}

function wholeFile(path: string) {
  return async (archive: AsyncIterable<Uint8Array>) => {
    const temporary = await Deno.makeTempFile({ dir: dirname(path), prefix: ".dk-output-" })
      .catch((error) => Promise.reject(cannotWrite(path, error)));
    try {
      using file = await Deno.open(temporary, { write: true });
      for await (const piece of archive) await writeAll(file, piece);
      await Deno.chmod(temporary, 0o644);
      await Deno.rename(temporary, path);
    } catch (error) {
      await Deno.remove(temporary);
      throw error;
    }
  };
}
