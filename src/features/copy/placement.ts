import { Failure } from "../../lib/failure.ts";
import { basename, dirname, normalize } from "../../lib/path.ts";

/** What is copied. */
export interface CopySource {
  /** As the user wrote it, for messages. */
  named: string;
  /** Name that it has at its new place, unless another is asked for. */
  base: string;
  isDirectory: boolean;
  /** Only what is in the directory: its path ends in `/.`. */
  contentsOnly: boolean;
}

/** Where it is to go. */
export interface CopyTarget {
  /** As the user wrote it, for messages. */
  named: string;
  /** Absolute, with the user's trailing slash; links resolved where they were followed. */
  path: string;
  exists: boolean;
  isDirectory: boolean;
}

/** Directory to unpack into, which exists, and the name there; `.` for the directory itself. */
export interface Placement {
  directory: string;
  name: string;
}

/**
 * Where a copy goes, by docker's rules: into a directory that exists, else to the name given,
 * whose parent must exist.
 *
 * @throws Failure for a directory that would replace a file, and for a file that is to go into a
 * directory which does not exist
 */
export function placeCopy(source: CopySource, target: CopyTarget): Placement {
  const path = normalize(target.path);
  if (target.exists && target.isDirectory) {
    return { directory: path, name: source.contentsOnly ? "." : source.base };
  }
  if (target.exists && source.isDirectory) {
    throw new Failure(`Cannot copy directory ${source.named} over ${target.named}`, {
      why: "That is not a directory",
      next: "Name a directory, or a path that does not exist",
    });
  }
  if (!source.isDirectory && namesDirectory(target.path)) {
    throw new Failure(`There is no directory ${target.named}`, {
      next: "Make it first, or leave out the slash at the end to copy to that name",
    });
  }
  return { directory: dirname(path), name: basename(path) };
}

/** True for a path that can only be a directory: it ends in `/` or `/.`. */
export function namesDirectory(path: string): boolean {
  return path.endsWith("/") || namesContents(path);
}

/** True for a path that means what is in the directory: `dir/.`, `.` and `/`. */
export function namesContents(path: string): boolean {
  return path.endsWith("/.") || path === "." || normalize(path) === "/";
}

/**
 * A name of an archive whose top is called `from` with the top called `to`; `.` is no top at all,
 * its names are those of the directory's content.
 */
export function renameTop(name: string, from: string, to: string): string {
  const clean = normalize(`/${name}`).slice(1);
  const below = from === "." ? clean : clean.slice(from.length + 1);
  return normalize(`${to}/${below}`);
}
