import { basename, join } from "../../lib/path.ts";

/** Names of files in which a project of Node, PHP or Python names folders of its own. */
export const workspaceFile =
  /(^|\/)(package\.json|pnpm-workspace\.yaml|composer\.json|pyproject\.toml)$/;

/** What a project names of itself, relative to its folder. */
export interface NamedFolders {
  /** Patterns of folders that are packages of their own. */
  workspaces: string[];
  /** Folders that are installed as they are. */
  folders: string[];
}

/** The folders that a file called like {@link workspaceFile} names; none where it is malformed. */
export async function foldersNamedIn(path: string, text: string): Promise<NamedFolders> {
  if (basename(path) === "pyproject.toml") {
    return { workspaces: [], folders: [...pathsIn(await tomlIn(text))] };
  }
  if (basename(path) === "package.json") return inPackageJson(text);
  if (basename(path) === "composer.json") return inComposerJson(text);
  const [, list = ""] = /^packages:\s*\n((?:[ \t]*-.*(?:\n|$)|[ \t]*(?:#.*)?\n)*)/m.exec(text) ??
    [];
  const items = [...list.matchAll(/^[ \t]*-[ \t]*(['"]?)([^'"#\n]+?)\1[ \t]*(?:#.*)?$/gm)];
  return { workspaces: items.map(([, , pattern]) => pattern), folders: [] };
}

/** Those of the files that describe a package of a workspace. */
export function membersOf(
  folder: string,
  patterns: readonly string[],
  files: readonly string[],
): string[] {
  const wanted = (excluding: boolean) =>
    patterns.filter((pattern) => pattern.startsWith("!") === excluding)
      .map((pattern) => folderPattern(join(folder, pattern.replace(/^!/, ""))));
  const [included, excluded] = [wanted(false), wanted(true)];
  return files.filter((file) =>
    file.endsWith("/package.json") && !/(^|\/)node_modules\//.test(file) &&
    included.some((pattern) => pattern.test(file)) &&
    !excluded.some((pattern) => pattern.test(file))
  );
}

function inPackageJson(text: string): NamedFolders {
  const manifest = objectIn(text);
  const { workspaces } = manifest;
  const list = Array.isArray(workspaces) ? workspaces : (workspaces as Json | undefined)?.packages;
  const dependencies = ["dependencies", "devDependencies", "optionalDependencies"]
    .flatMap((name) => Object.values((manifest[name] ?? {}) as Json));
  return {
    workspaces: stringsOf(list),
    folders: stringsOf(dependencies).flatMap((value) =>
      /^(?:file|link|portal):(.+)$/.exec(value)?.[1] ?? []
    ),
  };
}

/** Repositories that are folders: `{"type": "path", "url": "packages/*"}`. */
function inComposerJson(text: string): NamedFolders {
  const { repositories = [] } = objectIn(text);
  const urls = Object.values(repositories as Json)
    .filter((each): each is Json => typeof each === "object" && each !== null)
    .filter(({ type }) => type === "path" || type === "artifact").map(({ url }) => url);
  // Of a pattern, the folder that it looks in.
  return {
    workspaces: [],
    folders: stringsOf(urls).map((url) => url.replace(/[^/]*[*?[{].*$/, "")),
  };
}

/** What a table names as a path, as in `x = { path = "libs/x" }`, or as in `x @ file:libs/x`. */
function* pathsIn(value: unknown, key = ""): Generator<string> {
  if (typeof value === "string") {
    const place = /(?:^|@\s*)file:(?:\/\/)?(?:\/?\$\{PROJECT_ROOT\}\/)?([^\s;#]+)/.exec(value);
    if (key === "path" || place) yield place?.[1] ?? value;
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) yield* pathsIn(each, name);
  }
}

async function tomlIn(text: string): Promise<unknown> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text);
  } catch (error) {
    // The installer will say what is wrong with it.
    if (error instanceof TomlError) return {};
    throw error;
  }
}

type Json = Record<string, unknown>;

function objectIn(text: string): Json {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch (error) {
    // npm or composer will say what is wrong with it.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** `packages/*` as the `package.json` of each folder there; `**` goes any depth. */
function folderPattern(pattern: string): RegExp {
  const text = pattern.replace(/\/+$/, "").replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\/?\*\*/g, "\0").replace(/\*/g, "[^/]*").replaceAll("\0", "(?:/?.*)?");
  return new RegExp(`^${text}/package\\.json$`);
}
