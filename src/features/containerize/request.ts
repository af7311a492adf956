import { parseImageName } from "../../image/reference.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { join, resolve } from "../../lib/path.ts";
import { gitOrigin } from "./git_origin.ts";
import { checkedImageName, defaultImageName } from "./image_name.ts";
import { keptFiles } from "./project.ts";
import { type MountRequest, parseMountRequest } from "./mount.ts";
import type { TypedWorld } from "./typed/hold_typed_session.ts";
import type { Answers } from "./suggest/answers.ts";
import { parseUserChoice, type UserChoice } from "./unprivileged.ts";
import { isEmptyFile } from "./whole_file.ts";
import { parseSessionFile, type SessionFile } from "./session_file.ts";

/** What the user typed, unchecked. */
export interface CommandLine {
  directory: string;
  base: string | undefined;
  script: string | undefined;
  replay: string | undefined;
  test: string | undefined;
  mount: readonly string[];
  tag: readonly string[];
  user?: string;
  overwrite: boolean;
}

/** Where the steps come from. */
export type StepSource = WrittenSteps | { kind: "typed" } & TypedWorld;

/** Steps that can be done without anybody; messages call their source `file`. */
export type WrittenSteps =
  | { kind: "script"; file: string; text: string }
  | ReplayedSteps;

/** Steps of a session file. */
interface ReplayedSteps extends Pick<SessionFile, "steps" | "dataInSession"> {
  kind: "replay";
  file: string;
  path: string;
}

/** A request that nothing is wrong with, as far as can be told without an engine. */
export interface ContainerizeRequest {
  /** Absolute. */
  directory: string;
  base: string;
  steps: StepSource;
  /** Empty for a session in which none was given yet. */
  test: string;
  mounts: readonly MountRequest[];
  /** Complete names for the image; at least one. */
  tags: readonly string[];
  /** Absolute path of the Dockerfile to be. */
  dockerfile: string;
  /** What was answered to the four questions. */
  answers: Answers | undefined;
  /** Address of the project's git repository, as git knows it: a login may be in it. */
  source: string | undefined;
  /** Who the image is to run as. */
  user: UserChoice;
}

/** A request as far as the command line says it; what is missing is asked for. */
export interface OpenRequest extends Omit<ContainerizeRequest, "base" | "steps" | "test"> {
  base: string | undefined;
  steps: WrittenSteps | undefined;
  test: string | undefined;
}

/**
 * Checks everything that can be checked before anything is started.
 *
 * @param cwd absolute
 * @throws UsageFailure naming the value
 */
export async function checkRequest(typed: CommandLine, cwd: string): Promise<OpenRequest> {
  const directory = await existingDirectory(resolve(cwd, typed.directory));
  const recorded = await readRecorded(typed, cwd);
  const isWritten = recorded !== undefined || typed.script !== undefined;
  // Images of steps that were written for root stay as they were.
  const user = parseUserChoice(typed.user ?? (isWritten ? "root" : "auto"));
  const base = isWritten
    ? given(typed.base ?? recorded?.base, "--base IMAGE", "debian:12")
    : typed.base;
  const steps: WrittenSteps | undefined = recorded
    ? { kind: "replay", file: typed.replay!, ...recorded }
    : typed.script !== undefined
    ? await readScript(given(typed.script, "--script STEPS", "steps.sh"), cwd)
    : undefined;
  const test = isWritten
    ? given(typed.test ?? recorded?.test, "--test COMMAND", "'python3 /code/main.py'")
    : typed.test;
  if (base !== undefined) parseImageName(base);
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
  const source = await gitOrigin(directory);
  const answers = recorded?.answers;
  return { directory, base, steps, test, mounts, tags, dockerfile, answers, source, user };
}

/** The answers of the session that was saved to a project before; undefined without one. */
export async function rememberedAnswers(directory: string): Promise<Answers | undefined> {
  const path = join(directory, keptFiles.session);
  try {
    return parseSessionFile(await Deno.readTextFile(path), path).answers;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Steps that nobody types, as a steps file would hold them. */
export function answeredSteps(answers: Answers): WrittenSteps {
  return { kind: "script", file: "the answers", text: `${answerCommands(answers).join("\n")}\n` };
}

/** The command lines that the answers come to. */
export function answerCommands({ dependencies, install, environment }: Answers): string[] {
  const exports = environment.map((variable) => {
    const at = variable.indexOf("=");
    // References such as $PATH are for the shell to fill in.
    const value = variable.slice(at + 1).replace(/["\\`]/g, "\\$&");
    return `export ${variable.slice(0, at)}="${value}"`;
  });
  return [...dependencies, ...install, ...exports];
}

function firstGiven<T>(...lists: (readonly T[] | undefined)[]): readonly T[] | undefined {
  return lists.find((list) => list !== undefined && list.length > 0);
}

/** What a session file says, where one is to be replayed. */
async function readRecorded(
  { replay, script }: CommandLine,
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

/** @throws UsageFailure when there is a file that holds something, or anything else of that name */
async function checkAbsent(path: string): Promise<void> {
  if (await isEmptyFile(path)) return;
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

async function readScript(file: string, cwd: string): Promise<WrittenSteps> {
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
