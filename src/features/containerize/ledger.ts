import type { FileChange } from "../session/file_listing.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import type { ShellState } from "../session/shell_protocol.ts";
import type { IncludedLists } from "./package_lists.ts";

/** One command of a session, as it was typed and as it ended. */
export interface LedgerStep {
  /** Line of the steps file on which it begins, or number of the typed command; from 1. */
  line: number;
  /** As typed, without the last newline. */
  command: string;
  /** As run: package managers told not to ask (see unattended()); versions of packages added. */
  ran: string;
  exit: number;
  seconds: number;
  /** Number of the user who ran it, as `id -u` prints it; empty where the image cannot tell. */
  uid: string;
  before: ShellState;
  after: ShellState;
  /** Files that differ from before the step, in the order of their paths. */
  changes: FileChange[];
  /** What no repetition of the command would make again, as it was after the step. */
  handmade: readonly HandmadeFile[];
  /** True when somebody typed into it while it ran, so that it cannot be repeated by itself. */
  wasTypedInto?: boolean;
  /** What the user decided about the step: it overrules the plan. */
  verdict?: "keep" | "drop";
  /** What the user noted before the step; a comment each. */
  notes: readonly string[];
}

/** Everything a session says about how an image came to be. */
export interface Ledger {
  /** The base image as the user named it. */
  base: string;
  /** True when the base image runs a program of its own, which the session did without. */
  baseHasEntrypoint: boolean;
  /** Shell that ran the steps, and whether `/bin/sh` of the image is the same program. */
  shell: { name: "bash" | "sh"; isSh: boolean };
  /** The base image's user as it names it, to whom the project belonged; undefined for root. */
  user: string | undefined;
  /** Where the project lay in the container. */
  codeDirectory: string;
  /** The project's files that were copied there, relative paths. */
  project: readonly string[];
  /** Their permission bits as they came, in the same order; undefined where nobody looked. */
  modes?: readonly (number | undefined)[];
  /** What else came with the project and no COPY names: files that steer builds, empty folders. */
  besides?: readonly string[];
  /** Those of the project's files that were mounted as data, for which the image has no use. */
  data?: readonly string[];
  /** Package lists that a list of the project names: `-r base.txt` in requirements.txt. */
  includedLists?: IncludedLists;
  /** True where plain `docker build` is the classic builder, which knows no `COPY --chmod`. */
  buildsClassic?: boolean;
  /** Those of them that were read during the session, by their access times. */
  read: readonly string[];
  start: ShellState;
  steps: readonly LedgerStep[];
}
