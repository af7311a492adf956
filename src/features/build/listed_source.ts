import type { SyncEntry, SyncSource } from "../../buildkit/file_sync.ts";
import { parseSentPattern } from "../../lib/ignore/file.ts";
import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import { compareBytes } from "../../lib/byte_order.ts";
import { dirname } from "../../lib/path.ts";
import type { BuildContext } from "../context/entry.ts";
import { GoMode } from "../../lib/go_file_mode.ts";
import { syncEntry, type SyncText, textEntry } from "./sync_source.ts";

const ignoreFile = ".dockerignore";

/**
 * Serves a context that was looked through already, with what was added to it. The Dockerfile has
 * a directory of its own: unlike in an archive, no COPY can take it along.
 */
export function listedSource(context: BuildContext, dockerfile: SyncText): SyncSource {
  return async function* (request) {
    if (request.directory === "dockerfile") return yield await [textEntry(dockerfile)];
    const asksForRules = request.followPaths.length === 1 && request.followPaths[0] === ignoreFile;
    const patterns = request.excludePatterns.map((each) => parseSentPattern(each, ignoreFile));
    const matcher = new IgnoreMatcher(patterns.filter((each) => each !== undefined), ignoreFile);
    yield entriesOf(context).filter(({ path }) =>
      // Ignored paths are not listed but for those at the root that steer the build.
      asksForRules ? path === ignoreFile : path.includes("/") || !matcher.matches(path)
    );
  };
}

/** In the order that the engine insists on: as a walk through the directory would find them. */
function entriesOf({ directory, entries, added = [] }: BuildContext): SyncEntry[] {
  const all = new Map(entries.map((entry) => [entry.name, syncEntry(directory, entry)]));
  for (const { name, mode, content } of added) {
    for (let folder = dirname(name); folder !== "."; folder = dirname(folder)) {
      if (all.has(folder)) continue;
      all.set(folder, { path: folder, mode: GoMode.directory + 0o755, size: 0, modTime: 0n });
    }
    all.set(name, { ...textEntry({ name, content }), mode });
  }
  if (added.length === 0) return [...all.values()];
  const order = (path: string) => path.replaceAll("/", "\0");
  return [...all.values()].sort((a, b) => compareBytes(order(a.path), order(b.path)));
}
