import { Journal, type JournalContent, removeJournal } from "../../session/journal.ts";
import type { RecordedStep } from "../../session/recorded_step.ts";
import type { ShellState } from "../../session/shell_protocol.ts";
import type { SavedTimeline } from "../../session/timeline.ts";
import type { Ledger, LedgerStep } from "../ledger.ts";
import type { MountRequest } from "../mount.ts";
import { concealSecrets, isSecretVariable } from "../secrets.ts";

/** What is known of a session before its first command, and kept for another dk. */
export interface SessionFacts {
  known: Omit<Ledger, "start" | "steps" | "read">;
  /** Where shells begin. */
  directory: string;
  tags: readonly string[];
  mounts: readonly MountRequest[];
}

/** A session as an earlier dk has left it. */
export interface EarlierSession {
  facts: SessionFacts;
  /** The shell before the first command; undefined when dk ended before there was one. */
  start: ShellState | undefined;
  /** All recorded, undone ones included. */
  recorded: readonly RecordedStep[];
  saved: SavedTimeline;
  test: string | undefined;
  /** Variables that held secrets and must be set anew. */
  secrets: readonly string[];
}

const judge = { isSecret: isSecretVariable, conceal: concealSecrets };

/** The names of what the journal keeps beside the steps. */
const names = { facts: "facts", start: "start", test: "test", verdicts: "verdicts" };

/** Writes a typed session down while it goes on. */
export class SessionRecord implements Disposable {
  #count = 0;

  private constructor(readonly journal: Journal, readonly directory: string) {}

  /** Begins a record; that of an earlier session of the project is forgotten. */
  static async create(
    directory: string,
    project: string,
    facts: SessionFacts,
  ): Promise<SessionRecord> {
    const record = new SessionRecord(await Journal.create(directory, project, judge), directory);
    await record.facts(facts);
    return record;
  }

  /** Goes on with a record; undefined for the session when there never was a container. */
  static async resume(
    directory: string,
  ): Promise<{ record: SessionRecord; earlier: EarlierSession | undefined }> {
    const { journal, content } = await Journal.resume(directory, judge);
    const record = new SessionRecord(journal, directory);
    return { record, earlier: earlierSession(content) };
  }

  async facts(facts: SessionFacts): Promise<void> {
    await this.#keep(names.facts, facts);
  }

  async begin(start: ShellState, saved: SavedTimeline): Promise<void> {
    await this.#keep(names.start, start);
    await this.timeline(saved);
  }

  /** Takes down a step that is the last one in force. */
  async step(recorded: RecordedStep, saved: SavedTimeline): Promise<void> {
    this.#count = saved.at;
    const step = { kind: "step", number: this.#count - 1, recorded } as const;
    await this.journal.append(step, { kind: "timeline", saved });
  }

  async timeline(saved: SavedTimeline): Promise<void> {
    await this.journal.append({ kind: "timeline", saved });
  }

  /** Takes down what words have decided. */
  async decisions(steps: readonly LedgerStep[], test: string | undefined): Promise<void> {
    await this.#keep(names.test, test ?? null);
    await this.#keep(names.verdicts, steps.map(({ verdict }) => verdict ?? null));
  }

  /** Forgets a session that has come to its end. */
  async remove(): Promise<void> {
    this[Symbol.dispose]();
    await removeJournal(this.directory);
  }

  [Symbol.dispose](): void {
    this.journal[Symbol.dispose]();
  }

  async #keep(name: string, value: unknown): Promise<void> {
    await this.journal.append({ kind: "value", name, value });
  }
}

function earlierSession({ steps, saved, values, secrets }: JournalContent) {
  const facts = values.get(names.facts) as SessionFacts | undefined;
  if (!saved || !facts) return undefined;
  const verdicts = (values.get(names.verdicts) ?? []) as (LedgerStep["verdict"] | null)[];
  for (const [index, { step }] of steps.entries()) step.verdict = verdicts[index] ?? undefined;
  const start = values.get(names.start) as ShellState | undefined;
  const test = (values.get(names.test) ?? undefined) as string | undefined;
  return { facts, start, recorded: steps, saved, test, secrets };
}
