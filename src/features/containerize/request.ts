import { parseImageName } from "../../image/reference.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { join, resolve } from "../../lib/path.ts";
import { checkedImageName, defaultImageName } from "./image_name.ts";
import { type MountRequest, parseMountRequest } from "./mount.ts";

/** What the user typed, unchecked. */
export interface TypedRequest {
  directory: string;
  base: string | undefined;
  script: string | undefined;
  test: string | undefined;
  mount: readonly string[];
  tag: readonly string[];
  overwrite: boolean;
}

/** A request that nothing is wrong with, as far as can be told without an engine. */
export interface ContainerizeRequest {
  /** Absolute. */
  directory: string;
  base: string;
  steps: { text: string; file: string };
  test: string;
  mounts: readonly MountRequest[];
  /** Complete names for the image; at least one. */
  tags: readonly string[];
  /** Absolute path of the Dockerfile to be. */
  dockerfile: string;
}

/**
 * Checks everything that can be checked before anything is started.
 *
 * @param cwd absolute
 * @throws UsageFailure naming the value
 */
export async function checkRequest(typed: TypedRequest, cwd: string): Promise<ContainerizeRequest> {
  const directory = await existingDirectory(resolve(cwd, typed.directory));
  const base = given(typed.base, "--base IMAGE", "debian:12");
  const script = given(typed.script, "--script STEPS", "steps.sh");
  const test = given(typed.test, "--test COMMAND", "'python3 /code/main.py'");
  parseImageName(base);
  const names = typed.tag.length > 0 ? typed.tag : [defaultImageName(directory)];
  const tags = names.map(checkedImageName);
  const mounts = await Promise.all(typed.mount.map((mount) => parseMountRequest(mount, cwd)));
  const dockerfile = join(directory, "Dockerfile");
  if (!typed.overwrite) await checkAbsent(dockerfile);
  const steps = { text: await readSteps(resolve(cwd, script), script), file: script };
  return { directory, base, steps, test, mounts, tags, dockerfile };
}

function given(value: string | undefined, flag: string, example: string): string {
  if (value !== undefined && value.trim() !== "") return value;
  throw new UsageFailure(`Missing ${flag}`, { next: `Add ${flag.split(" ")[0]} ${example}` });
}

/** With symbolic links resolved. */
async function existingDirectory(path: string): Promise<string> {
  const next = "Name the folder that holds the program";
  try {
    if ((await Deno.stat(path)).isDirectory) return await Deno.realPath(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "It does not exist" : String(error);
    throw new UsageFailure(`Cannot use the folder ${path}`, { why, next, cause: error });
  }
  throw new UsageFailure(`Cannot use the folder ${path}`, { why: "It is not a folder", next });
}

/** @throws UsageFailure when there is a Dockerfile, or anything else of that name */
async function checkAbsent(dockerfile: string): Promise<void> {
  try {
    await Deno.lstat(dockerfile);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new UsageFailure(`${dockerfile} exists`, {
    why: "dk does not replace a Dockerfile unasked",
    next: "Move it away, or add --overwrite to have it replaced",
  });
}

async function readSteps(path: string, file: string): Promise<string> {
  const next = "Write one command per line, as typed in a shell";
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? `${path} does not exist`
      : error instanceof Error
      ? error.message
      : String(error);
    throw new UsageFailure(`Cannot read the steps file ${file}`, { why, next, cause: error });
  }
  if (text.includes("\0")) {
    throw new UsageFailure(`Cannot read the steps file ${file}`, { why: "It is not text", next });
  }
  if (text.split("\n").every((line) => /^\s*(#.*)?$/.test(line))) {
    throw new UsageFailure(`The steps file ${file} holds no command`, { next });
  }
  return text;
}
