import { Failure } from "../../lib/failure.ts";
import { dirname, join } from "../../lib/path.ts";
import { decodeEntry, EntryEncoder, type JournalEntry, type SecretJudge } from "./journal_entry.ts";
import type { RecordedStep } from "./recorded_step.ts";
import type { SavedTimeline } from "./timeline_types.ts";

/** What a journal tells of its session. */
export interface JournalContent {
  /** Absolute path of the project's folder. */
  project: string;
  /** All recorded and not forgotten, undone ones included. */
  steps: RecordedStep[];
  /** Undefined when dk ended before there was a container. */
  saved: SavedTimeline | undefined;
  /** The last value of each name. */
  values: Map<string, unknown>;
  /** Variables that held secrets: they must be set anew. */
  secrets: string[];
}

/**
 * The place of a project's session among those of this machine; the journal is in it, and there is
 * room for other files.
 *
 * @param stateHome absolute, as `XDG_STATE_HOME`
 * @param project absolute path of the folder
 */
export async function sessionDirectory(stateHome: string, project: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(project));
  return join(stateHome, "dk/sessions", new Uint8Array(digest).toHex().slice(0, 32));
}

const fileName = "journal";

/**
 * The journal of a session: a file of JSON lines to which entries are added, each on the disk
 * before {@link Journal.append} resolves. Whoever has it open has the session to himself.
 */
export class Journal implements Disposable {
  private constructor(
    private readonly file: Deno.FsFile,
    private readonly lock: Deno.FsFile,
    private readonly encoder: EntryEncoder,
    private readonly path: string,
  ) {}

  /**
   * Begins the journal of a new session; one that was there is forgotten.
   *
   * @param directory see {@link sessionDirectory}; made, for this user alone
   * @throws Failure when another dk is at work on the project's session
   */
  static async create(directory: string, project: string, judge: SecretJudge): Promise<Journal> {
    await Deno.mkdir(dirname(directory), { recursive: true, mode: 0o700 });
    await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
    return await Journal.#open(directory, judge, async (path) => {
      const options = { write: true, create: true, truncate: true, mode: 0o600 };
      const file = await Deno.open(path, options);
      return { file, first: { kind: "begin", version: 1, project } as const };
    });
  }

  /**
   * Goes on with a journal; a line that was cut off when dk was killed is taken away.
   *
   * @throws Failure when there is none (`hasJournal` tells), when it is damaged, or when another dk
   * is at work on it
   */
  static async resume(
    directory: string,
    judge: SecretJudge,
  ): Promise<{ journal: Journal; content: JournalContent }> {
    let content: JournalContent | undefined;
    const journal = await Journal.#open(directory, judge, async (path) => {
      const text = await Deno.readTextFile(path);
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      content = parseJournal(whole, path);
      const file = await Deno.open(path, { write: true });
      await file.truncate(new TextEncoder().encode(whole).length);
      await file.seek(0, Deno.SeekMode.End);
      return { file };
    });
    return { journal, content: content! };
  }

  /**
   * Adds entries, and waits until a loss of power could not take them away. The end of dk alone takes
   * all of them or none.
   *
   * @throws Failure when they cannot be written, as on a full disk; those before them are whole
   */
  async append(...entries: JournalEntry[]): Promise<void> {
    const text = entries.map((entry) => `${this.encoder.encode(entry)}\n`).join("");
    const end = this.file.seekSync(0, Deno.SeekMode.Current);
    try {
      // Without a pause between the pieces: two entries must not get into each other.
      let left = new TextEncoder().encode(text);
      while (left.length > 0) left = left.subarray(this.file.writeSync(left));
    } catch (error) {
      this.#takeBack(end);
      throw unwritable(this.path, error);
    }
    try {
      await this.file.syncData();
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  /** Nothing may follow a piece of a line; what cannot be taken back now, the next dk takes away. */
  #takeBack(end: number): void {
    try {
      this.file.truncateSync(end);
      this.file.seekSync(end, Deno.SeekMode.Start);
    } catch {
      // Why it could not be written says more.
    }
  }

  [Symbol.dispose](): void {
    this.file.close();
    this.lock.close();
  }

  static async #open(
    directory: string,
    judge: SecretJudge,
    prepare: (path: string) => Promise<{ file: Deno.FsFile; first?: JournalEntry }>,
  ): Promise<Journal> {
    const lock = await takeLock(directory);
    try {
      const path = join(directory, fileName);
      const { file, first } = await prepare(path);
      const journal = new Journal(file, lock, new EntryEncoder(judge), path);
      if (first) await journal.append(first);
      return journal;
    } catch (error) {
      lock.close();
      throw error;
    }
  }
}

/** True when there is a session of an earlier dk to go on with. */
export async function hasJournal(directory: string): Promise<boolean> {
  try {
    return (await Deno.stat(join(directory, fileName))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Forgets a session that has come to its end. */
export async function removeJournal(directory: string): Promise<void> {
  await Deno.remove(directory, { recursive: true });
}

/**
 * Reads whole lines.
 *
 * @param path for messages
 * @throws Failure naming the line that is no entry
 */
export function parseJournal(text: string, path: string): JournalContent {
  let project: string | undefined;
  let saved: SavedTimeline | undefined;
  const steps: RecordedStep[] = [];
  const values = new Map<string, unknown>();
  const secrets = new Set<string>();
  for (const [index, line] of text.split("\n").slice(0, -1).entries()) {
    const { entry, secrets: hidden } = decodeLine(line, index + 1, path);
    for (const name of hidden) secrets.add(name);
    if (entry.kind === "begin") project = entry.project;
    else if (entry.kind === "timeline") saved = entry.saved;
    else if (entry.kind === "value") values.set(entry.name, entry.value);
    else {
      steps.splice(entry.number, steps.length, entry.recorded);
      saved = saved && withStep(saved, steps.length, entry.recorded);
    }
  }
  if (project === undefined) throw damaged(path, "It has no beginning");
  return { project, steps, saved, values, secrets: [...secrets].sort() };
}

/** What is known when power was lost between a step and the timeline with it: it is in force. */
function withStep(saved: SavedTimeline, at: number, { step }: RecordedStep): SavedTimeline {
  // Others are of steps that this one has made forgotten; these may have been made while it ran.
  const older = saved.snapshots.filter((snapshot) => snapshot.step < at);
  const snapshots = older.map((each) => ({ ...each, torn: [...each.torn, ...step.changes] }));
  return { ...saved, at, snapshots };
}

function decodeLine(line: string, number: number, path: string) {
  try {
    return decodeEntry(line);
  } catch (error) {
    throw damaged(path, `Line ${number} cannot be read`, error);
  }
}

function unwritable(path: string, cause: unknown): Failure {
  return new Failure(`The session cannot be written down in ${path}`, {
    why: cause instanceof Error ? cause.message : String(cause),
    next: "See to it that it can, then go on with dk containerize --resume",
    cause,
  });
}

/** A journal that something else than dk has written to. */
export class DamagedJournal extends Failure {}

function damaged(path: string, why: string, cause?: unknown): DamagedJournal {
  return new DamagedJournal(`The session's journal ${path} is damaged`, {
    why,
    next: "Begin a new session: dk containerize without --resume",
    cause,
  });
}

/** The kernel lets go of it when dk ends, however it ends. */
async function takeLock(directory: string): Promise<Deno.FsFile> {
  const path = join(directory, "lock");
  const lock = await Deno.open(path, { write: true, create: true, mode: 0o600 });
  if (await lock.tryLock(true)) return lock;
  lock.close();
  throw new Failure("Another dk is at work on this session", {
    why: `It holds ${path}`,
    next: "Go on there, or end it first",
  });
}
