import * as v from "valibot";
import { UsageFailure } from "../../lib/failure.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import type { Answers } from "./suggest/answers.ts";

/** A command of a session file: what was typed, and how it went when it was recorded. */
export interface SessionFileStep {
  command: string;
  /** Where it was typed; the directory that the step before it left, when not said. */
  directory: string | undefined;
  /** Exit code; a step that failed is not run again. */
  exit: number;
  /** True when it cannot be run without somebody typing: only its files are put in place. */
  interactive: boolean;
  seconds: number | undefined;
  /** Number of the user who ran it. */
  user: string | undefined;
  /**
   * Variables that it exported, or withdrew (null), secrets left out; for the reader only, but for a
   * step that is not repeated as somebody has typed into it, or that ends in a new shell.
   */
  exported: Readonly<Record<string, string | null>> | undefined;
  verdict: "keep" | "drop" | undefined;
  notes: readonly string[];
  /** What was edited by hand, as it was after the step. */
  files: readonly HandmadeFile[];
  /** What the step did when it was recorded; for the reader only. */
  changed: StepExtent | undefined;
}

/** Counts of paths, and bytes. */
export interface StepExtent {
  added: number;
  modified: number;
  removed: number;
  bytes: number;
}

/** Everything that a session was: what `--replay` repeats without a terminal. */
export interface SessionFile {
  base: string;
  /** The four questions' answers, which are the suggestions of the next time. */
  answers?: Answers;
  steps: readonly SessionFileStep[];
  test: string | undefined;
  /** `SRC:DST[:rw]`, SRC seen from the project. */
  mounts: readonly string[];
  /** True when the steps had the data of the mounts, as those that somebody types have it. */
  dataInSession: boolean;
  tags: readonly string[];
  /** SHA-256 of what the test printed on stdout, in hexadecimal. */
  testOutput: string | undefined;
}

const version = 1;

const path = v.pipe(v.string(), v.startsWith("/", "Expected an absolute path"));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const list = <T extends v.GenericSchema>(item: T) => v.optional(v.array(item), []);

const fileSchema = v.pipe(
  v.strictObject({
    path,
    mode: v.optional(v.pipe(v.string(), v.regex(/^[0-7]{3,4}$/, "Expected octal digits")), "0644"),
    owner: v.optional(v.pipe(v.string(), v.regex(/^\d+:\d+$/, "Expected UID:GID")), "0:0"),
    text: v.optional(v.string()),
    base64: v.optional(v.pipe(v.string(), v.base64())),
  }),
  v.check(
    ({ text, base64 }) => (text === undefined) !== (base64 === undefined),
    "Expected either text or base64",
  ),
  v.transform(({ path, mode, owner, text, base64 }): HandmadeFile => ({
    path,
    mode: parseInt(mode, 8),
    owner,
    content: base64 === undefined ? new TextEncoder().encode(text) : Uint8Array.fromBase64(base64),
  })),
);

const stepSchema = v.strictObject({
  command: v.pipe(v.string(), v.regex(/\S/, "Expected a command")),
  directory: v.optional(path),
  exit: v.optional(count, 0),
  interactive: v.optional(v.boolean(), false),
  seconds: v.optional(v.number()),
  user: v.optional(v.string()),
  exported: v.optional(v.record(v.string(), v.nullable(v.string()))),
  verdict: v.optional(v.picklist(["keep", "drop"])),
  notes: list(v.string()),
  files: list(fileSchema),
  changed: v.optional(
    v.strictObject({ added: count, modified: count, removed: count, bytes: v.number() }),
  ),
});

const sessionSchema = v.strictObject({
  dkSession: v.literal(version, `Expected ${version}, the version that this dk reads`),
  base: v.pipe(v.string(), v.nonEmpty("Expected the name of an image")),
  answers: v.optional(v.strictObject({
    base: v.pipe(v.string(), v.nonEmpty("Expected the name of an image")),
    dependencies: list(v.string()),
    install: list(v.string()),
    environment: list(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*=/, "Expected NAME=VALUE"))),
  })),
  tags: list(v.string()),
  mounts: list(v.string()),
  dataInSession: v.optional(v.boolean(), false),
  test: v.optional(v.string()),
  testOutput: v.optional(v.pipe(v.string(), v.hash(["sha256"]))),
  steps: v.pipe(v.array(stepSchema), v.minLength(1, "Expected at least one step")),
});

/**
 * Reads a session file.
 *
 * @param name as messages call the file
 * @throws UsageFailure that names the first field that is wrong
 */
export function parseSessionFile(text: string, name: string): SessionFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(name, error instanceof Error ? error.message : String(error));
  }
  const result = v.safeParse(sessionSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    const place = v.getDotPath(issue) ?? "the whole";
    throw unreadable(name, `${place}: ${issue.message}`);
  }
  const { dkSession: _, ...session } = result.output;
  const steps = session.steps.map((step) => ({
    ...step,
    directory: step.directory,
    seconds: step.seconds,
    user: step.user,
    exported: step.exported,
    verdict: step.verdict,
    changed: step.changed,
  }));
  return { ...session, steps, test: session.test, testOutput: session.testOutput };
}

/** Words a session file; what has its default is left out. */
export function formatSessionFile(session: SessionFile): string {
  const { base, answers, tags, mounts, dataInSession, test, testOutput, steps } = session;
  const document = {
    dkSession: version,
    base,
    answers,
    ...(tags.length > 0 && { tags }),
    ...(mounts.length > 0 && { mounts }),
    ...(dataInSession && { dataInSession }),
    test,
    testOutput,
    steps: steps.map(stepDocument),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function stepDocument(step: SessionFileStep) {
  const { command, directory, exit, interactive, verdict, notes, files, changed } = step;
  const { seconds, user, exported } = step;
  return {
    command,
    directory,
    ...(exit !== 0 && { exit }),
    ...(interactive && { interactive }),
    seconds,
    user,
    exported,
    verdict,
    ...(notes.length > 0 && { notes }),
    ...(files.length > 0 && { files: files.map(fileDocument) }),
    changed,
  };
}

function fileDocument({ path, mode, owner, content }: HandmadeFile) {
  const known = { path, mode: mode.toString(8).padStart(4, "0"), owner };
  try {
    return {
      ...known,
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content),
    };
  } catch {
    return { ...known, base64: content.toBase64() }; // Not text.
  }
}

function unreadable(name: string, why: string): UsageFailure {
  return new UsageFailure(`Cannot read the session file ${name}`, {
    why,
    next: "dk help session describes the format; nothing was run",
  });
}
