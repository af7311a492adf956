import { isWithin } from "../../lib/path.ts";
import type { FileChange } from "../session/file_listing.ts";
import { isKeptCache } from "./kept_caches.ts";

/** Folders whose content is a trace of work, not its result. */
const wasteFolders = [
  "/var/lib/apt/lists",
  "/var/cache",
  "/var/log",
  "/run",
  "/proc",
  "/sys",
  "/dev",
];

/** Files that the engine itself puts into every container. */
const engineFiles = new Set([
  "/.dockerenv",
  "/etc/hosts",
  "/etc/hostname",
  "/etc/resolv.conf",
  "/etc/mtab",
]);

/**
 * Names that are waste wherever they are: compiled Python, caches (conda's are in its own prefix),
 * histories of programs, what the database of rpm needs while it is read.
 */
const wasteNames =
  /(^|\/)(__pycache__|\.cache|\.pytest_cache|\.mypy_cache|\.npm|\.cpanm|\.[a-z]+_history|\.wget-hsts|\.lesshst|\.viminfo|\.python_history|\.swp|\.local\/share\/nano|\.local\/pipx\/(logs|\.cache)|\.local\/state\/pipx\/log)(\/|$)|\.pyc$|\/(rpmdb\.sqlite-(shm|wal)|__db\.\d+|\.rpm\.lock)$|(conda|mamba|forge)\d?\/pkgs(\/|$)/;

const temporaryFolders = ["/tmp", "/var/tmp"];

/** The changes that make a difference to an image: without caches, logs and histories. */
export function significantChanges(changes: readonly FileChange[]): FileChange[] {
  return changes.filter(({ path }) => isSignificant(path));
}

/** True for a place where files are the result of work, not its trace. */
export function isSignificant(path: string): boolean {
  if (isKeptCache(path)) return true;
  return !engineFiles.has(path) && !wasteNames.test(path) && !inOneOf(wasteFolders, path);
}

/** True for files that matter only while later steps use them. */
export function isTemporary({ path }: { path: string }): boolean {
  return inOneOf(temporaryFolders, path);
}

function inOneOf(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => isWithin(folder, path));
}
