import { Failure } from "../../lib/failure.ts";
import { parseIgnoreFile } from "../../lib/ignore/file.ts";
import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import { dirname, isWithin, join } from "../../lib/path.ts";
import { tarStream } from "../../lib/tar/write.ts";
import type { BuildContext, ContextEntry } from "../context/entry.ts";
import { walkContext } from "../context/walk.ts";
import type { PlannedFile } from "./handmade_item.ts";
import { type IncludedLists, includedLists } from "./package_lists.ts";

/** What a build leaves out of the folder, as docker reads it. */
export const ignoreFileName = ".dockerignore";

/** Where dk keeps what belongs to a Dockerfile, below the project; `docker/run.cfg` of old. */
export const keptFiles = {
  session: "docker/session.json",
  runSettings: "docker/run.cfg",
  handmade: "docker/files",
} as const;

/** What dk leaves out of a project that has no ignore file of its own. */
const defaultIgnoreFile = `Dockerfile
.dockerignore
${keptFiles.session}
${keptFiles.runSettings}
.git
**/__pycache__
**/*.pyc
**/.pytest_cache
**/.mypy_cache
**/.ipynb_checkpoints
**/.DS_Store
`;

/**
 * The ignore file for a project that has none: it leaves out of later builds what this session has not
 * seen, the folder of {@link keptFiles} as well where that is dk's alone.
 */
export function ignoreFileFor({ entries }: Pick<Project, "entries">): string {
  if (entries.some(({ name }) => name === "docker")) return defaultIgnoreFile;
  return `${defaultIgnoreFile}# Nothing but what dk has written\ndocker\n!${keptFiles.handmade}\n`;
}

/** The user's folder as the session and the build get it. */
export interface Project {
  /** Absolute, symbolic links resolved. */
  directory: string;
  entries: readonly ContextEntry[];
  /** Paths of what may be copied into the image, without the files that steer the build. */
  files: readonly string[];
  /** Paths of what the session gets all the same: those files, and folders that hold none. */
  besides: readonly string[];
  includedLists: IncludedLists;
  /** Sum of the sizes of all files. */
  bytes: number;
  patterns: BuildContext["patterns"];
  /** False when the default patterns stood in for a missing ignore file. */
  hasIgnoreFile: boolean;
}

/**
 * Lists a folder, its ignore file applied.
 *
 * @param directory absolute
 * @throws Failure for a file that cannot be read and a malformed ignore file
 */
export async function openProject(directory: string, signal?: AbortSignal): Promise<Project> {
  const root = await Deno.realPath(directory);
  const own = await readIgnoreFile(root);
  const content = own ?? new TextEncoder().encode(defaultIgnoreFile);
  const patterns = parseIgnoreFile(content, ignoreFileName);
  const matcher = new IgnoreMatcher(patterns, ignoreFileName);
  const { entries, bytes } = await walkContext(root, { matcher, rules: "classic", signal });
  const steering = ["Dockerfile", ignoreFileName, ...Object.values(keptFiles)];
  const files = entries
    .filter(({ name, type }) =>
      type !== "directory" && !steering.some((each) => isWithin(each, name))
    )
    .map(({ name }) => name);
  const known = new Set(files);
  for (const file of files) {
    for (let folder = dirname(file); folder !== "." && !known.has(folder);) {
      known.add(folder);
      folder = dirname(folder);
    }
  }
  return {
    directory: root,
    entries,
    files,
    besides: entries.map(({ name }) => name).filter((name) => !known.has(name)),
    includedLists: await includedLists(root, files),
    bytes,
    patterns,
    hasIgnoreFile: own !== undefined,
  };
}

/** Whose files an archive brings. */
export interface TarOwner {
  uid: number;
  gid: number;
}

/**
 * The project as a tar stream, its paths below `prefix`, which has no leading slash. With an
 * owner, everything belongs to that user, the folder `prefix` as well.
 */
export function projectTar(
  { directory, entries }: Pick<Project, "directory" | "entries">,
  options: { prefix?: string; owner?: TarOwner; signal?: AbortSignal } = {},
): AsyncIterable<Uint8Array> {
  const { prefix = "", owner, signal } = options;
  const placed = (name: string) => prefix === "" ? name : `${prefix}/${name}`;
  const root = { name: prefix, type: "directory", mode: 0o755, size: 0, mtime: 0 } as const;
  const ids = owner && { uid: owner.uid, gid: owner.gid };
  const folder = ids ? [{ header: { ...root, ...ids } }] : [];
  return tarStream([
    ...folder,
    ...entries.map((entry) => ({
      header: {
        ...entry,
        ...ids,
        name: placed(entry.name),
        ...(entry.type === "hardlink" && { linkName: placed(entry.linkName!) }),
      },
      content: { path: join(directory, entry.name) },
    })),
  ], { signal });
}

/**
 * The context of the build: the project, a Dockerfile that is not in the folder yet, and further
 * files, which take the place of those of the same name.
 */
export function buildContext(
  project: Project,
  dockerfile: string,
  now: number,
  files: readonly PlannedFile[] = [],
): BuildContext {
  const { directory, bytes, patterns, hasIgnoreFile } = project;
  const names = new Set(files.map(({ path }) => path));
  const name = `.dockerfile.${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`;
  const content = new TextEncoder().encode(dockerfile);
  return {
    directory,
    dockerfile: name,
    dockerfilePath: undefined,
    entries: project.entries.filter((entry) => !names.has(entry.name)),
    bytes,
    patterns,
    ignoreFile: hasIgnoreFile ? ignoreFileName : undefined,
    notices: [],
    injected: { name, content, mtime: Math.round(now / 1000) },
    added: files.map(({ path, content, mode }) => ({ name: path, content, mode })),
  };
}

async function readIgnoreFile(directory: string): Promise<Uint8Array | undefined> {
  const path = join(directory, ignoreFileName);
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`Cannot read ${path}`, { why, cause: error });
  }
}
