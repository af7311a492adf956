import type { FileChange } from "../session/file_listing.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { environmentChanges } from "./environment.ts";
import { concealSecrets, isSecretVariable } from "./secrets.ts";
import type { Answers } from "./suggest/answers.ts";
import type { SessionFile, SessionFileStep, StepExtent } from "./session_file.ts";

/** What a session file says beside the session itself. */
export interface SessionResult {
  tags: readonly string[];
  /** `SRC:DST[:rw]`, SRC seen from the project. */
  mounts: readonly string[];
  dataInSession: boolean;
  test: string | undefined;
  /** What the test printed on stdout. */
  stdout: string | undefined;
  answers: Answers | undefined;
}

/** The session as a file that can be kept and replayed; without the values of its secrets. */
export async function sessionFile(ledger: Ledger, result: SessionResult): Promise<SessionFile> {
  const { stdout, ...told } = result;
  const testOutput = stdout === undefined ? undefined : await outputDigest(stdout);
  return { ...told, base: ledger.base, testOutput, steps: ledger.steps.map(fileStep) };
}

/** SHA-256 of what a test printed, in hexadecimal: how a session file remembers it. */
export async function outputDigest(stdout: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(stdout));
  return new Uint8Array(digest).toHex();
}

function fileStep(step: LedgerStep): SessionFileStep {
  const { command, exit, seconds, uid, verdict, notes, before, handmade } = step;
  const { wasTypedInto, changes } = step;
  return {
    command: concealSecrets(command),
    directory: before.directory,
    exit,
    interactive: wasTypedInto ?? false,
    seconds: Math.round(seconds * 1000) / 1000,
    user: uid || undefined,
    exported: exportedBy(step),
    verdict,
    notes,
    files: handmade,
    changed: changes.length > 0 ? extent(changes) : undefined,
  };
}

/** What is a secret is named and not told. */
function exportedBy({ before, after }: LedgerStep): SessionFileStep["exported"] {
  const changes = environmentChanges(before, after);
  if (changes.length === 0) return undefined;
  return Object.fromEntries(changes.map(({ name, after: value }) => {
    const isSecret = value !== undefined && isSecretVariable(name, value);
    return [name, isSecret ? "***" : value ?? null];
  }));
}

function extent(changes: readonly FileChange[]): StepExtent {
  const count = (kind: FileChange["kind"]) => changes.filter((each) => each.kind === kind).length;
  return {
    added: count("added"),
    modified: count("modified"),
    removed: count("removed"),
    bytes: changes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
