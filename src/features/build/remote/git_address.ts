import { UsageFailure } from "../../../lib/failure.ts";
import { normalize } from "../../../lib/path.ts";

/** A build context that is part of a git repository. */
export interface GitContext {
  /** Address of the repository, as git takes it; may hold a user's name and password. */
  remote: string;
  /** Branch, tag, `pull/1/head` or commit; the repository's own default branch when undefined. */
  ref?: string;
  /** Normalised path within the repository; empty for the whole of it. */
  subdirectory: string;
}

/** `user@host:path`, the form of scp. */
const scpForm = /^[\w-]+@[\w.-]+:/;

/**
 * Reads the address of a git repository as docker and buildx do:
 * `https://HOST/X.git`, `ssh://…`, `git://…`, `file://…`, `USER@HOST:PATH` and `github.com/…`, each
 * with `#REF:SUBDIRECTORY` behind it, of which either part may be missing
 * (docker/cli:cli/command/image/build/internal/urlutil, buildkit:util/gitutil).
 *
 * @returns undefined for what is no such address
 * @throws UsageFailure for a ref or a subdirectory that cannot be one
 */
export function parseGitContext(address: string): GitContext | undefined {
  const [remote, fragment] = cutOnce(address, "#");
  if (scpForm.test(address)) return gitContext(address, remote, fragment);
  const decoded = () => decodedFragment(address, fragment);
  if (/^github\.com\//.test(address)) return gitContext(address, `https://${remote}`, decoded());
  if (/^(git|ssh|file):\/\//.test(address)) return gitContext(address, remote, decoded());
  // An address of a web server is a repository only by its name; `.git#` is none, as with docker.
  const isRepository = /^https?:\/\//.test(address) && /\.git(?:#.+)?$/.test(address);
  return isRepository ? gitContext(address, remote, decoded()) : undefined;
}

function gitContext(address: string, remote: string, fragment: string): GitContext {
  const [ref, path] = cutOnce(fragment, ":");
  if (ref.startsWith("-")) {
    throw new UsageFailure(`${JSON.stringify(ref)} cannot be a branch, tag or commit`, {
      next: "Write ADDRESS#REF:SUBDIRECTORY",
    });
  }
  const subdirectory = normalize(path.replace(/^\/+/, "") || ".");
  if (subdirectory === ".." || subdirectory.startsWith("../")) {
    throw new UsageFailure(`The subdirectory ${path} of the build context leaves the repository`, {
      next: `Name a directory below its top after the colon in ${withoutUser(address)}`,
    });
  }
  return { remote, ref: ref || undefined, subdirectory: subdirectory === "." ? "" : subdirectory };
}

function decodedFragment(address: string, fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch (cause) {
    throw new UsageFailure(`The address ${withoutUser(address)} is malformed`, {
      why: "A % in it is not followed by two hexadecimal digits",
      next: "Write % itself as %25",
      cause,
    });
  }
}

function cutOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Whether a context is not of this machine: a git repository, or a file of a web server. */
export function isRemoteContext(path: string): boolean {
  return parseGitContext(path) !== undefined || /^https?:\/\//.test(path);
}

/** The address of a web server or repository as it may be shown: without a user and password. */
export function withoutUser(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1");
}
