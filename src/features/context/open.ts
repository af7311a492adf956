import { Failure } from "../../lib/failure.ts";
import { type IgnorePattern, keepPattern, parseIgnoreFile } from "../../lib/ignore/file.ts";
import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import { join, relative } from "../../lib/path.ts";
import {
  contextDirectory,
  type DockerfilePlace,
  hasDockerfile,
  locateDockerfile,
} from "./dockerfile.ts";
import type { BuildContext, ContextRules, InjectedDockerfile } from "./entry.ts";
import { walkContext } from "./walk.ts";

const IGNORE_FILE = ".dockerignore";

/** Which directory is the context, and by whose rules. */
export interface ContextRequest {
  /** The context as the person named it, seen from `cwd`. */
  directory: string;
  /** Absolute working directory. */
  cwd: string;
  /** `-f`, seen from `cwd`; the context's own Dockerfile when left out. */
  dockerfile?: string;
  /** The Dockerfile itself, where it came from standard input. */
  dockerfileContent?: Uint8Array;
  /** Goes on without a Dockerfile where none was named and none is there. */
  dockerfileOptional?: boolean;
  rules: ContextRules;
  /** Milliseconds since the epoch, for the header of a Dockerfile that travels along. */
  now: number;
  signal?: AbortSignal;
}

/**
 * Looks through a local build context: finds the Dockerfile, applies the ignore file, lists what
 * is to be sent. Everything that could stop the sending is found here, before it begins.
 *
 * @throws Failure for a context, Dockerfile or file that is missing or cannot be read, and for a
 * malformed ignore file
 * @throws the abort reason, untouched
 */
export async function openContext(request: ContextRequest): Promise<BuildContext> {
  const { cwd, rules, signal } = request;
  const directory = await contextDirectory(cwd, request.directory);
  const place = await dockerfilePlace(directory, request);
  const injected = await injectedDockerfile(request, place);
  const ignore = await readIgnoreFile(directory, place, rules);
  const written = ignore?.patterns ?? [];
  const inside = injected === undefined ? place?.relative : undefined;
  const patterns = rules === "classic" ? keepBuildFiles(written, inside) : written;
  const matcher = new IgnoreMatcher(patterns, ignore?.file ?? IGNORE_FILE);
  const walked = await walkContext(directory, { matcher, rules, signal });
  return {
    directory,
    dockerfile: injected?.name ?? place?.relative ?? "Dockerfile",
    dockerfilePath: place?.path,
    ...walked,
    ignoreFile: ignore?.file,
    patterns,
    injected,
  };
}

/** Where the Dockerfile is; undefined when it comes from standard input, or may be missing. */
async function dockerfilePlace(
  directory: string,
  { cwd, dockerfile, dockerfileContent, dockerfileOptional }: ContextRequest,
): Promise<DockerfilePlace | undefined> {
  if (dockerfileContent !== undefined) return undefined;
  const optional = dockerfileOptional && dockerfile === undefined;
  if (optional && !await hasDockerfile(directory)) return undefined;
  return await locateDockerfile(directory, cwd, dockerfile);
}

/** A Dockerfile that is not among the files of the context; undefined when it is. */
async function injectedDockerfile(
  { dockerfileContent, now }: ContextRequest,
  place: DockerfilePlace | undefined,
): Promise<InjectedDockerfile | undefined> {
  const outside = place?.relative.startsWith("../") ? place.path : undefined;
  if (dockerfileContent === undefined && outside === undefined) return undefined;
  const content = dockerfileContent ?? await readFile(outside!);
  const name = `.dockerfile.${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`;
  return { name, content, mtime: Math.round(now / 1000) };
}

/**
 * The ignore file that counts: for BuildKit `<Dockerfile>.dockerignore` beside the Dockerfile
 * goes first, the classic client does not know it.
 */
export async function readIgnoreFile(
  directory: string,
  place: Pick<DockerfilePlace, "named"> | undefined,
  rules: ContextRules,
): Promise<{ file: string; patterns: IgnorePattern[] } | undefined> {
  const paths = [join(directory, IGNORE_FILE)];
  if (rules === "buildkit" && place !== undefined) paths.unshift(`${place.named}${IGNORE_FILE}`);
  for (const path of paths) {
    const content = await readFile(path, true);
    if (content === undefined) continue;
    const file = relative(directory, path);
    return { file, patterns: parseIgnoreFile(content, file) };
  }
  return undefined;
}

/**
 * The engine needs the Dockerfile and `.dockerignore` even where they are ignored; it leaves them
 * out of COPY itself (engine.md 4.4).
 */
function keepBuildFiles(
  patterns: IgnorePattern[],
  dockerfile: string | undefined,
): IgnorePattern[] {
  let kept = patterns;
  for (const path of [IGNORE_FILE, dockerfile]) {
    if (path === undefined || !new IgnoreMatcher(kept, IGNORE_FILE).matchesAlone(path)) continue;
    kept = [...kept, keepPattern(path)];
  }
  return kept;
}

async function readFile(path: string): Promise<Uint8Array>;
async function readFile(path: string, mayBeMissing: true): Promise<Uint8Array | undefined>;
async function readFile(path: string, mayBeMissing = false): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (mayBeMissing && error instanceof Deno.errors.NotFound) return undefined;
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`Cannot read ${path}`, {
      why,
      next: "Make it a file that you may read",
      cause: error,
    });
  }
}
