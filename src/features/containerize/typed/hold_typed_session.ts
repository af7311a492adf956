import { UsageFailure } from "../../../lib/failure.ts";
import { join } from "../../../lib/path.ts";
import { buildsClassic } from "../../build/builder_abilities.ts";
import type { SessionIo } from "../../run/session_io.ts";
import { hasJournal, sessionDirectory } from "../../session/journal.ts";
import { Timeline, type TimelineRequest } from "../../session/timeline.ts";
import { fetchBase } from "../base_image.ts";
import type { ContainerizeWorld } from "../containerize.ts";
import { codeDirectory, type HeldSession } from "../hold_session.ts";
import { dataOf, sessionData } from "../mount.ts";
import { planOptions } from "../plan_options.ts";
import { type Project, projectTar } from "../project.ts";
import type { ContainerizeRequest } from "../request.ts";
import { withManners } from "../session_manners.ts";
import { type EarlierSession, type SessionFacts, SessionRecord } from "./session_record.ts";
import { typedSession } from "./typed_session.ts";
import { wordList } from "./words.ts";

/** What a session needs in which somebody types. */
export interface TypedWorld {
  io: SessionIo;
  /** Absolute, as `XDG_STATE_HOME`: where sessions are kept while they go on. */
  stateHome: string;
  /** Goes on with the project's session of an earlier dk. */
  resume: boolean;
  /** Commands that are typed for the user. */
  prepared: readonly string[];
}

/**
 * Lets the user work in a container of the base image until the shell is left.
 *
 * @throws Failure when terminal, engine or container is lost; the session can then be resumed
 */
export async function holdTypedSession(
  request: ContainerizeRequest,
  project: Project,
  typed: TypedWorld,
  world: ContainerizeWorld,
): Promise<HeldSession> {
  const { listen } = world;
  const directory = await sessionDirectory(typed.stateHome, project.directory);
  const { record, earlier, facts } = typed.resume
    ? await resumeRecord(directory, project)
    : await newRecord(directory, request, project, world);
  const timeline = await openTimeline({ directory, project, facts, earlier, record }, world);
  const held = new OpenSession(timeline, record, world);
  try {
    await listen({ kind: "stage", text: introduction(facts.known.base, earlier) });
    const { ledger, test } = await typedSession(timeline, {
      known: facts.known,
      options: planOptions({ ...request, tags: facts.tags, base: facts.known.base }),
      prepared: earlier ? [] : typed.prepared,
      test: earlier?.test ?? (request.test || undefined),
      io: typed.io,
      record,
      earlier,
    }, world);
    const { tags, mounts } = facts;
    const made = { ...request, base: facts.known.base, tags, mounts, test: test ?? "" };
    return Object.assign(held, { ledger, container: timeline.container.id, request: made });
  } catch (error) {
    await held[Symbol.asyncDispose]();
    throw error;
  }
}

/** The session's end, or its rest until another dk takes it up. */
class OpenSession implements AsyncDisposable {
  isOver = false;
  readonly hasData = true;

  constructor(
    readonly timeline: Timeline,
    readonly record: SessionRecord,
    readonly world: ContainerizeWorld,
  ) {}

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isOver) {
      await this.timeline.close();
      return await this.record.remove();
    }
    await this.timeline.detach();
    this.record[Symbol.dispose]();
    const text = "The session is kept; dk containerize --resume goes on with it";
    await this.world.listen({ kind: "notice", text });
  }
}

async function newRecord(
  directory: string,
  { base, tags, mounts }: ContainerizeRequest,
  project: Project,
  { engine, pull, signal }: ContainerizeWorld,
) {
  const config = await fetchBase(engine, base, pull, signal);
  const known = {
    base,
    baseHasEntrypoint: (config.Entrypoint ?? []).length > 0,
    user: config.User || undefined,
    codeDirectory,
    project: project.files,
    besides: project.besides,
    data: dataOf(project, mounts),
    includedLists: project.includedLists,
    buildsClassic: await buildsClassic(engine, signal),
    // Told by the session's container.
    shell: { name: "sh", isSh: true } as const,
  };
  const facts: SessionFacts = {
    known,
    directory: config.WorkingDir || "/",
    tags,
    mounts,
  };
  const record = await SessionRecord.create(directory, project.directory, facts);
  return { record, earlier: undefined, facts };
}

async function resumeRecord(directory: string, project: Project) {
  if (await hasJournal(directory)) {
    const { record, earlier } = await SessionRecord.resume(directory);
    if (earlier) return { record, earlier, facts: earlier.facts };
    await record.remove();
  }
  throw new UsageFailure(`There is no session to go on with in ${project.directory}`, {
    next: "Begin one: dk containerize",
  });
}

interface SessionParts {
  /** Where the session's files of this machine are. */
  directory: string;
  project: Project;
  facts: SessionFacts;
  earlier: EarlierSession | undefined;
  record: SessionRecord;
}

async function openTimeline(parts: SessionParts, world: ContainerizeWorld): Promise<Timeline> {
  const { facts, earlier, record } = parts;
  const open: { timeline?: Timeline } = {};
  // A snapshot that is ready: another dk is to know of it before the next command ends.
  const changed = () => {
    if (!open.timeline) return;
    record.timeline(open.timeline.saved()).catch((error) =>
      world.listen({ kind: "notice", text: `A snapshot was not written down: ${error.message}` })
    );
  };
  const request = { ...await timelineRequest(parts, world), changed };
  open.timeline = earlier
    ? await resumeTimeline(request, earlier, world)
    : await beginTimeline(request, { facts, record }, world);
  return open.timeline;
}

async function beginTimeline(
  request: TimelineRequest,
  { facts, record }: Pick<SessionParts, "facts" | "record">,
  world: ContainerizeWorld,
): Promise<Timeline> {
  const copies = (request.settings.data ?? []).length > 0 ? ", with a copy of the data" : "";
  const text = `Starting a container from ${facts.known.base}${copies}`;
  await world.listen({ kind: "stage", text });
  try {
    const timeline = await Timeline.open(world.engine, request);
    const { name, isSh, uid } = timeline.kind;
    facts.known.shell = { name, isSh };
    if (uid === 0) facts.known.user = undefined;
    await record.facts(facts);
    return timeline;
  } catch (error) {
    await record.remove();
    throw error;
  }
}

async function timelineRequest(
  { directory, project, facts }: SessionParts,
  { engine, listen, now, lender, signal }: ContainerizeWorld,
): Promise<TimelineRequest> {
  const isLocal = engine.address.startsWith("unix:");
  const { mounts, copied } = await sessionData(facts.mounts, isLocal, signal);
  return {
    image: facts.known.base,
    codeDirectory,
    settings: {
      directory: facts.directory,
      env: [],
      loan: withManners(lender.loan),
      mounts,
      data: copied,
      label: "containerize",
      notice: (text) => void listen({ kind: "notice", text }),
    },
    project: (owner) => projectTar(project, { prefix: codeDirectory.slice(1), owner, signal }),
    now,
    listingFile: join(directory, "files"),
    signal,
  };
}

async function resumeTimeline(
  request: TimelineRequest,
  { saved, recorded, secrets }: EarlierSession,
  { engine, listen }: ContainerizeWorld,
): Promise<Timeline> {
  const { notice } = request.settings;
  await listen({ kind: "stage", text: "Going on with the session" });
  const { timeline, reunion } = await Timeline.resume(engine, saved, recorded, request);
  if (reunion.container === "gone") notice("Its container was gone: a new one does what was done");
  const { unrecorded } = reunion;
  if (unrecorded.length > 0) {
    notice(`A command was running when dk ended: its ${unrecorded.length} changes are undone`);
    await timeline.restore(saved.at);
  }
  for (const name of secrets) {
    notice(`The secret ${name} was not kept: export ${name}=... before it is needed`);
  }
  return timeline;
}

function introduction(base: string, earlier: EarlierSession | undefined): string {
  const done = earlier ? `${earlier.saved.at} steps are done. ` : "";
  return `${done}This is a shell in a container of ${base}; your project is in ${codeDirectory}.
   Install the program and try it; what you type is recorded. Words for dk:
${wordList.trimEnd()}`;
}
