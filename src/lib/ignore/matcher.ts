import { Failure } from "../failure.ts";
import type { IgnorePattern } from "./file.ts";
import { passesGlobCheck } from "./glob_syntax.ts";
import { compilePattern, type PathTest } from "./pattern.ts";

/** Which patterns matched a directory, one byte each; its children inherit them. */
export type DirectoryMatches = Uint8Array;

/** What decides over one path: whether it is ignored, and by which pattern, if any. */
export interface Decision {
  ignored: boolean;
  /** The last pattern that matches and says so; undefined when none does. */
  pattern: IgnorePattern | undefined;
  /** The ignored directory that is not even searched, when that is why. */
  prunedAt?: string;
}

/** Characters that make fsutil search everything once an exception holds one of them. */
const WILDCARDS = /[*[\]?^\\]/;

/**
 * A list of patterns, compiled once, with docker's rules: the last one that matches wins
 * (engine.md 6.2). Walk top-down, handing each directory's matches to its children.
 */
export class IgnoreMatcher {
  readonly #tests: (PathTest | undefined)[];
  readonly #exceptions: IgnorePattern[];

  /**
   * @param file the name of the file that the patterns come from, for messages
   * @throws Failure for a pattern that docker refuses before it looks at any path
   */
  constructor(readonly patterns: readonly IgnorePattern[], readonly file: string) {
    for (const pattern of patterns) {
      if (!passesGlobCheck(pattern.pattern)) throw malformed(pattern, this.file);
    }
    this.#tests = patterns.map(({ pattern }) => compilePattern(pattern));
    this.#exceptions = patterns.filter(({ exception }) => exception);
  }

  /** True when any pattern is an exception, so that ignored directories may have to be searched. */
  get hasExceptions(): boolean {
    return this.#exceptions.length > 0;
  }

  /** Room for the matches of a directory, for {@link matches} to fill. */
  directoryMatches(): DirectoryMatches {
    return new Uint8Array(this.patterns.length);
  }

  /**
   * Whether `path` is ignored.
   *
   * @param path from the root, `/` between segments, no slash at either end
   * @param parent matches of the directory it lies in; undefined at the root
   * @param own filled with the matches of `path` itself when it is a directory
   * @throws Failure when a pattern must be tried that Go cannot compile
   */
  matches(path: string, parent?: DirectoryMatches, own?: DirectoryMatches): boolean {
    let ignored = false;
    for (let i = 0; i < this.#tests.length; i++) {
      const { exception } = this.patterns[i];
      let match = parent !== undefined && parent[i] === 1;
      if (!match) {
        // Only a pattern that could change the verdict is tried, and only then remembered.
        if (exception !== ignored) continue;
        match = this.#test(i, path);
      }
      if (match) {
        ignored = !exception;
        if (own !== undefined) own[i] = 1;
      }
    }
    return ignored;
  }

  /**
   * Docker's older rule, still asked whether the Dockerfile and `.dockerignore` must be kept:
   * of the parent directories, a pattern is tried only against the one of its own depth.
   */
  matchesAlone(path: string): boolean {
    const parents = path.split("/").slice(0, -1);
    let ignored = false;
    for (const [i, { pattern, exception }] of this.patterns.entries()) {
      if (exception !== ignored) continue;
      const depth = pattern.split("/").length;
      const match = this.#test(i, path) ||
        (depth <= parents.length && this.#test(i, parents.slice(0, depth).join("/")));
      if (match) ignored = !exception;
    }
    return ignored;
  }

  /** Whether a builder's walk enters the ignored `directory`. */
  enters(directory: string, walk: "classic" | "buildkit"): boolean {
    return walk === "classic" ? this.classicEnters(directory) : this.buildkitEnters(directory);
  }

  /** Whether the classic builder's walk enters the ignored `directory` (engine.md 4.5). */
  classicEnters(directory: string): boolean {
    const prefix = `${directory}/`;
    return this.#exceptions.some(({ pattern }) => `${pattern}/`.startsWith(prefix));
  }

  /** Whether BuildKit's walk enters it: always, once an exception holds a wildcard. */
  buildkitEnters(directory: string): boolean {
    return leadInto(this.#exceptions, directory);
  }

  /**
   * Used as a list of what is wanted: whether something below the directory, which none of them
   * matches itself, may be.
   */
  leadsInto(directory: string): boolean {
    return leadInto(this.patterns.filter(({ exception }) => !exception), directory);
  }

  /**
   * Which pattern decides over `path`, and how.
   *
   * @param walk whose walk is meant: {@link classicEnters} or {@link buildkitEnters}
   */
  explain(path: string, walk: "classic" | "buildkit"): Decision {
    const segments = path.split("/");
    let parent: DirectoryMatches | undefined;
    let pruned: Decision | undefined;
    for (let depth = 1; depth < segments.length; depth++) {
      const directory = segments.slice(0, depth).join("/");
      const own = this.directoryMatches();
      if (this.matches(directory, parent, own) && !this.enters(directory, walk)) {
        const pattern = this.#decider(directory, parent);
        pruned ??= { ignored: true, pattern, prunedAt: directory };
      }
      parent = own;
    }
    const ignored = this.matches(path, parent);
    // Only of what an exception would keep is the search the reason.
    return !ignored && pruned || { ignored, pattern: this.#decider(path, parent) };
  }

  /**
   * The pattern that had the last word over `path`: the last that fits and says what holds, also
   * where an earlier one had said so already.
   */
  #decider(path: string, parent: DirectoryMatches | undefined): IgnorePattern | undefined {
    const own = this.directoryMatches();
    const ignored = this.matches(path, parent, own);
    const paths = path.split("/").map((_, index, all) => all.slice(0, index + 1).join("/"));
    return this.patterns.findLast(({ exception }, index) =>
      exception !== ignored &&
      (own[index] === 1 || paths.some((each) => this.#tests[index]?.(each)))
    );
  }

  #test(index: number, path: string): boolean {
    const test = this.#tests[index];
    if (test === undefined) throw malformed(this.patterns[index], this.file);
    return test(path);
  }
}

/** The failure for the first pattern that Go refuses, always or once it is tried; undefined for none. */
export function malformedPattern(
  patterns: readonly IgnorePattern[],
  file: string,
): Failure | undefined {
  const isSound = (text: string) => passesGlobCheck(text) && compilePattern(text) !== undefined;
  const found = patterns.find(({ pattern }) => !isSound(pattern));
  return found && malformed(found, file);
}

function malformed({ source, line }: IgnorePattern, file: string): Failure {
  const place = line === undefined ? file : `line ${line} of ${file}`;
  return new Failure(`Pattern ${source} in ${place} is malformed`, {
    why: "Docker would refuse it too: a bracket or an escape is not finished",
    next: "Put a backslash before a bracket that is meant literally",
  });
}

/** fsutil's rule: with a wildcard anywhere all directories are searched, else those on the way. */
function leadInto(patterns: readonly IgnorePattern[], directory: string): boolean {
  const prefix = `${directory}/`;
  return patterns.some(({ pattern }) => {
    const stem = pattern.replace(/\/\*\*$/, "").replace(/\/\*$/, "");
    return WILDCARDS.test(stem) || `${stem}/`.startsWith(prefix);
  });
}
