import { parseImageName } from "../../image/reference.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { join, resolve } from "../../lib/path.ts";
import { checkedImageName, defaultImageName } from "./image_name.ts";
import { keptFiles } from "./project.ts";
import { type MountRequest, parseMountRequest } from "./mount.ts";
import { parseSessionFile, type SessionFile, type SessionFileStep } from "./session_file.ts";

/** What the user typed, unchecked. */
export interface TypedRequest {
  directory: string;
  base: string | undefined;
  script: string | undefined;
  replay: string | undefined;
  test: string | undefined;
  mount: readonly string[];
  tag: readonly string[];
  overwrite: boolean;
}

/** Where the steps come from; messages call it `file`. */
export type StepSource =
  | { kind: "script"; file: string; text: string }
  | { kind: "replay"; file: string; path: string; steps: readonly SessionFileStep[] };

/** A request that nothing is wrong with, as far as can be told without an engine. */
export interface ContainerizeRequest {
  /** Absolute. */
  directory: string;
  base: string;
  steps: StepSource;
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
  const recorded = await readRecorded(typed, cwd);
  const base = given(typed.base ?? recorded?.base, "--base IMAGE", "debian:12");
  const steps: StepSource = recorded
    ? { kind: "replay", file: typed.replay!, path: recorded.path, steps: recorded.steps }
    : await readScript(given(typed.script, "--script STEPS", "steps.sh"), cwd);
  const test = given(typed.test ?? recorded?.test, "--test COMMAND", "'python3 /code/main.py'");
  parseImageName(base);
  const tags = (firstGiven(typed.tag, recorded?.tags) ?? [defaultImageName(directory)])
    .map(checkedImageName);
  const mounts = typed.mount.length > 0
    ? await Promise.all(typed.mount.map((mount) => parseMountRequest(mount, cwd)))
    : await Promise.all((recorded?.mounts ?? []).map((each) => parseMountRequest(each, directory)));
  const dockerfile = join(directory, "Dockerfile");
  if (!typed.overwrite) {
    await checkAbsent(dockerfile);
    const session = join(directory, keptFiles.session);
    if (recorded?.path !== session) await checkAbsent(session);
  }
  return { directory, base, steps, test, mounts, tags, dockerfile };
}

function firstGiven<T>(...lists: (readonly T[] | undefined)[]): readonly T[] | undefined {
  return lists.find((list) => list !== undefined && list.length > 0);
}

/** What a session file says, where one is to be replayed. */
async function readRecorded(
  { replay, script }: TypedRequest,
  cwd: string,
): Promise<SessionFile & { path: string } | undefined> {
  if (replay === undefined) return undefined;
  if (script !== undefined) {
    throw new UsageFailure("--script and --replay exclude each other", {
      why: "Each of them says what is to be run",
      next: "Leave one of them out",
    });
  }
  const path = resolve(cwd, replay);
  return { ...parseSessionFile(await readText(path, "session file", replay), replay), path };
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

/** @throws UsageFailure when there is a file, or anything else of that name */
async function checkAbsent(path: string): Promise<void> {
  try {
    await Deno.lstat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new UsageFailure(`${path} exists`, {
    why: "dk does not replace it unasked",
    next: "Move it away, or add --overwrite to have it replaced",
  });
}

async function readScript(file: string, cwd: string): Promise<StepSource> {
  const text = await readText(resolve(cwd, file), "steps file", file);
  if (text.split("\n").every((line) => /^\s*(#.*)?$/.test(line))) {
    throw new UsageFailure(`The steps file ${file} holds no command`, {
      next: "Write one command per line, as typed in a shell",
    });
  }
  return { kind: "script", file, text };
}

async function readText(path: string, what: string, name: string): Promise<string> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? `${path} does not exist`
      : error instanceof Error
      ? error.message
      : String(error);
    throw unreadable(what, name, why, error);
  }
  if (text.includes("\0")) throw unreadable(what, name, "It is not text");
  return text;
}

function unreadable(what: string, name: string, why: string, cause?: unknown): UsageFailure {
  const next = what === "steps file"
    ? "Write one command per line, as typed in a shell"
    : "Name the file that dk has saved, docker/session.json of a project";
  return new UsageFailure(`Cannot read the ${what} ${name}`, { why, next, cause });
}
