import assert from "node:assert/strict";
import { openTestEngine, testImage } from "../../engine/engine_fixture.ts";
import { listContainers } from "../../engine/containers/list.ts";
import { listImages } from "../../engine/images/list.ts";
import type { Transport } from "../../engine/transport.ts";
import { tarStream } from "../../lib/tar/write.ts";
import type { LedgerStep } from "../containerize/ledger.ts";
import { compareListings, type FileListing } from "./file_listing.ts";
import type { HandmadeFile } from "./handmade.ts";
import { sessionLabel } from "./session_container.ts";
import type { SessionShell } from "./session_shell.ts";
import type { ShellState } from "./shell_protocol.ts";
import { restoreScript } from "./shell_restore.ts";
import { type Move, type Reunion, Timeline, type TimelineRequest } from "./timeline.ts";
import type { RecordedStep } from "./recorded_step.ts";

/** A session with a user's shell, as the interactive one keeps it; for tests. */
export class TestSession implements AsyncDisposable {
  /** What was told. */
  readonly notices: string[] = [];
  readonly label = `dkt-time-${crypto.randomUUID()}`;
  shell!: SessionShell;
  state!: ShellState;
  timeline!: Timeline;
  #files!: FileListing;

  /** What was written down. */
  readonly recorded: RecordedStep[] = [];

  private constructor(
    readonly engine: Transport & AsyncDisposable,
    readonly seen: Transport,
    readonly options: Partial<TimelineRequest>,
  ) {}

  /** @param wrap what the session is to see of the engine */
  static async open(
    options: Partial<TimelineRequest> = {},
    wrap: (engine: Transport) => Transport = (engine) => engine,
  ): Promise<TestSession> {
    const engine = await openTestEngine();
    const session = new TestSession(engine, wrap(engine), options);
    try {
      session.timeline = await Timeline.open(session.seen, session.request);
      await session.takeShell();
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  get request(): TimelineRequest {
    return {
      image: testImage,
      settings: {
        directory: "/",
        env: ["DEBIAN_FRONTEND=noninteractive"],
        label: this.label,
        notice: (text) => this.notices.push(text),
      },
      codeDirectory: "/code",
      project: ({ uid, gid }) =>
        tarStream(["code/a.txt", "code/b.txt"].map((name) => ({
          header: { name, type: "file", mode: 0o644, uid, gid, size: 3, mtime: 1e9 },
          content: new TextEncoder().encode("in\n"),
        }))),
      now: () => Date.now(),
      ...this.options,
    };
  }

  /** A new shell in the container of now, in the state of the last step. */
  async takeShell(move?: Move): Promise<void> {
    const output = () => Promise.resolve();
    if (!move || move.isElsewhere) {
      this.shell = await this.timeline.container.openDriver({ output });
    }
    const { state } = await this.shell.run(":");
    const script = move?.state ? restoreScript(state!, move.state, { isDriver: true }) : "";
    this.state = (await this.shell.run(script || ":")).state!;
    this.#files = await this.timeline.files();
    this.timeline.releaseOld();
  }

  /** Types a command; resolves when it is recorded. */
  async type(command: string, handmade: HandmadeFile[] = []): Promise<LedgerStep> {
    const began = Date.now();
    const { exit, state } = await this.shell.run(command);
    const seconds = (Date.now() - began) / 1000;
    const files = await this.timeline.files();
    const step: LedgerStep = {
      line: this.timeline.steps.length + 1,
      command,
      ran: command,
      exit,
      seconds,
      uid: String(this.timeline.kind.uid),
      before: this.state,
      after: state ?? this.state,
      changes: compareListings(this.#files, files),
      handmade,
      notes: [],
    };
    this.#files = files;
    this.state = step.after;
    this.recorded.length = this.timeline.steps.length;
    this.recorded.push(this.timeline.record(step, began));
    this.timeline.noteWritten();
    return step;
  }

  /** Another dk goes on with what this one has written down. */
  async resume(): Promise<Reunion> {
    const saved = structuredClone(this.timeline.saved());
    await this.timeline.detach();
    this.shell.close();
    const steps = structuredClone(this.recorded);
    const { timeline, reunion } = await Timeline.resume(this.seen, saved, steps, this.request);
    this.timeline = timeline;
    await this.takeShell({ ...reunion.move, isElsewhere: true });
    return reunion;
  }

  async undo(): Promise<Move> {
    return await this.#follow(await this.timeline.undo());
  }

  async redo(): Promise<Move> {
    return await this.#follow(await this.timeline.redo());
  }

  async restore(target: number): Promise<Move> {
    return await this.#follow(await this.timeline.restore(target));
  }

  /** What a command prints in the user's shell. */
  async see(command: string): Promise<string> {
    return await this.shell.capture(command);
  }

  /** Everything that matters of the files: kinds, modes, owners, sizes and contents. */
  async tree(): Promise<string> {
    return await this.see(
      "find /srv /code /etc /opt -xdev ! -path /etc/hosts ! -path /etc/resolv.conf ! -path /etc/hostname " +
        "'(' -type d -printf '%y %m %U:%G %p\\n' -o -printf '%y %m %U:%G %n %l %p\\n' ')' | sort; find /srv /code /etc /opt -xdev -type f " +
        "! -path /etc/hosts ! -path /etc/resolv.conf ! -path /etc/hostname -exec md5sum {} + | sort -k2",
    );
  }

  async #follow(move: Move | undefined): Promise<Move> {
    assert.ok(move);
    await this.takeShell(move);
    return move;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.timeline?.close();
    const filters = { label: [`${sessionLabel}=${this.label}`] };
    const containers = await listContainers(this.engine, { all: true, filters });
    const images = await listImages(this.engine, { all: true, filters });
    await this.engine[Symbol.asyncDispose]();
    assert.deepEqual(containers.map(({ Id }) => Id), [], "containers left behind");
    assert.deepEqual(images.map(({ Id }) => Id), [], "images left behind");
  }
}
