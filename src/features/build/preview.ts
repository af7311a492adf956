import type { Engine } from "../../engine/transport.ts";
import { contextDirectory, locateDockerfile } from "../context/dockerfile.ts";
import { openContext } from "../context/open.ts";
import type { BuilderChoice } from "./build.ts";
import {
  type AskedOfBuilder,
  mayHaveBuildkit,
  noBuildkit,
  refuseUnknownToBuildkit,
  refuseUnknownToClassic,
  unheededByBuildkit,
} from "./builder_abilities.ts";
import type { BuildPlan, ContextSource } from "./plan.ts";
import { withoutUser } from "./remote/git_address.ts";
import { isRemote } from "./remote/open.ts";

/** What a build would do, also the document of `--dry-run --format json`. */
export interface BuildPreview {
  builder: "buildkit" | "classic";
  /** Its address. */
  engine: string;
  /** Absolute directory, address, or `-` for standard input. */
  context: string;
  /** Absolute path, or `-`; null where it lies in what is not at hand. */
  dockerfile: string | null;
  /** Relative to the context; null without one. */
  ignoreFile: string | null;
  /** Files that may be sent, and the sum of their sizes; null where they are not at hand. */
  files: number | null;
  bytes: number | null;
  tags: string[];
  /** Requests that would be made, in their order. */
  calls: string[];
  notices: string[];
}

/** What a preview works with. */
export interface PreviewWork {
  engine: Engine;
  /** Absolute. */
  cwd: string;
  /** Milliseconds since the epoch. */
  now: number;
  signal?: AbortSignal;
}

/**
 * What {@link build} would do. Nothing is fetched, read from standard input or sent; the engine is
 * asked for its version alone.
 *
 * @throws Failure for what the build could not begin with
 */
export async function previewBuild(
  plan: BuildPlan,
  asked: AskedOfBuilder,
  choice: BuilderChoice,
  work: PreviewWork,
): Promise<BuildPreview> {
  const { engine, signal } = work;
  const isBuildkit = choice !== "classic" && await mayHaveBuildkit(engine, signal);
  if (choice === "buildkit" && !isBuildkit) throw noBuildkit(engine.address);
  if (isBuildkit) refuseUnknownToBuildkit(plan);
  else refuseUnknownToClassic(asked, choice);
  const { apiVersion } = await engine.identity(signal);
  const notices = isBuildkit ? unheededByBuildkit(plan, apiVersion) : [];
  return {
    builder: isBuildkit ? "buildkit" : "classic",
    engine: engine.address,
    ...await filesOf(plan, isBuildkit, work),
    tags: plan.tags,
    calls: callsOf(isBuildkit, apiVersion, asked.push ? plan.tags : []),
    notices,
  };
}

type Files = Pick<BuildPreview, "context" | "dockerfile" | "ignoreFile" | "files" | "bytes">;

async function filesOf(
  { source, dockerfile }: BuildPlan,
  isBuildkit: boolean,
  { cwd, now, signal }: PreviewWork,
): Promise<Files> {
  const address = await addressOf(source, cwd);
  if (address !== undefined) {
    return { context: address, dockerfile: null, ignoreFile: null, files: null, bytes: null };
  }
  const directory = await contextDirectory(cwd, pathOf(source));
  const fromStdin = dockerfile === "-";
  const place = fromStdin ? undefined : await locateDockerfile(directory, cwd, dockerfile);
  const { entries, bytes, ignoreFile } = await openContext({
    directory,
    cwd,
    dockerfile: place?.named,
    dockerfileContent: fromStdin ? new Uint8Array() : undefined,
    rules: isBuildkit ? "buildkit" : "classic",
    now,
    signal,
  });
  const files = entries.filter(({ type }) => type === "file").length;
  return {
    context: directory,
    dockerfile: place?.path ?? "-",
    ignoreFile: ignoreFile ?? null,
    files,
    bytes,
  };
}

/** Where a context comes from that is no directory; undefined for one. */
async function addressOf(source: ContextSource, cwd: string): Promise<string | undefined> {
  if (source.kind === "stdin") return "-";
  if (source.kind === "directory" || !await isRemote(source.address, cwd)) return undefined;
  return withoutUser(source.address);
}

/** A directory may have a name that looks like an address. */
function pathOf(source: ContextSource): string {
  return source.kind === "directory" ? source.path : source.address ?? "";
}

function callsOf(isBuildkit: boolean, apiVersion: string, pushed: readonly string[]): string[] {
  const version = `/v${apiVersion}`;
  return [
    ...isBuildkit ? [`POST ${version}/session`] : [],
    `POST ${version}/build${isBuildkit ? "?version=2" : ""}`,
    ...pushed.map((name) => `POST ${version}/images/${name}/push`),
  ];
}
