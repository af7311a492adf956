import { commitContainer } from "../../engine/containers/snapshot.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";
import { isSignificant } from "../containerize/significant_changes.ts";
import type { LedgerStep } from "../containerize/ledger.ts";
import type { FileListing } from "./file_listing.ts";
import { carryOut } from "./file_restoration.ts";
import { Ground } from "./ground.ts";
import { hasLeftProcesses } from "./left_processes.ts";
import {
  imageOfBase,
  type NewPlace,
  placeOfBase,
  placeOfSnapshot,
  UnfitSnapshot,
} from "./rebuild.ts";
import { RecentOutput } from "./recent_output.ts";
import { type RecordedStep, recordedStep } from "./recorded_step.ts";
import { replayDifferences, replayInNew, replaySteps } from "./replay.ts";
import { differentShapes, planReversal, type Reversal, reversedListing } from "./reversal.ts";
import { arrival, planRoutes, type Route, unreachableState } from "./routes.ts";
import type { SessionContainer } from "./session_container.ts";
import type { SessionPlace } from "./session_place.ts";
import { ShellEnded, type ShellKind } from "./session_shell.ts";
import { freshNonce, type ShellState } from "./shell_protocol.ts";
import { ofSession } from "./timeline_types.ts";
import type { Move, MoveReport, Reunion } from "./timeline_types.ts";
import type { SavedTimeline, TimelineRequest } from "./timeline_types.ts";
import { findRemains } from "./reunion.ts";
import { removeStrays } from "./strays.ts";
import { addedBytes, commitSeconds, isWorthCommitting, redoCost } from "./snapshot_policy.ts";
import { type Snapshot, Snapshots } from "./snapshots.ts";
import { findSources, planMending, type Sources } from "./sources.ts";

export type { Move, Reunion, SavedTimeline, TimelineRequest };

/** A command may have begun so much earlier than its seconds say: its end was told of late. */
const slack = 200;

/** The steps of a session, and the way back and forth between them. */
export class Timeline {
  readonly #engine: Transport;
  readonly #request: TimelineRequest;
  readonly #snapshots: Snapshots;
  readonly #retired: SessionContainer[] = [];
  readonly #tasks = new Set<Promise<void>>();
  #steps: RecordedStep[] = [];
  #at = 0;
  #origin = 0;
  readonly #ground: Ground;
  #recordedAt: number;
  readonly #recent: RecentOutput;

  private constructor(
    engine: Transport,
    request: TimelineRequest,
    made: NewPlace | undefined,
    recent: RecentOutput,
    earlier?: { saved: SavedTimeline; steps: readonly RecordedStep[]; snapshots: Snapshot[] },
  ) {
    this.#engine = engine;
    this.#request = request;
    this.#recent = recent;
    this.#recordedAt = request.now();
    this.#steps = [...earlier?.steps ?? []];
    this.#at = earlier?.saved.at ?? 0;
    this.#origin = earlier?.saved.origin ?? 0;
    this.#ground = new Ground(engine, request, made, earlier?.saved.read ?? []);
    if (made && !earlier) this.#ground.settle();
    const worth = (from: number, to: number) =>
      redoCost(this.#steps.slice(from, to).map(({ step }) => step));
    const { notice } = request.settings;
    const world = { now: request.now, notice, worth, changed: () => request.changed?.() };
    this.#snapshots = new Snapshots(engine, world, earlier?.snapshots);
  }

  /** Begins a session: a container of the base image with the project in it. */
  static async open(engine: Transport, asked: TimelineRequest): Promise<Timeline> {
    const request = ofSession(asked, freshNonce());
    const recent = new RecentOutput();
    const made = await placeOfBase(engine, request, recent.listen);
    const timeline = new Timeline(engine, request, made, recent);
    // The project as it is now: the user's folder may be another by the time of an undo.
    const origin = { step: 0, container: "", listing: made.files };
    const commit = () => imageOfBase(engine, request, made.place.kind);
    timeline.#snapshots.begin(origin, commitSeconds(0), commit);
    return timeline;
  }

  /**
   * Goes on with the session of an earlier dk: in its container, started again if need be, or in a
   * new one if it is gone.
   *
   * @param steps all that were recorded and not forgotten, undone ones included
   */
  static async resume(
    engine: Transport,
    saved: SavedTimeline,
    steps: readonly RecordedStep[],
    asked: TimelineRequest,
  ): Promise<{ timeline: Timeline; reunion: Reunion }> {
    const request = ofSession(asked, saved.id);
    const recent = new RecentOutput();
    const remains = await findRemains(engine, saved, request, recent.listen);
    const { container, made, unrecorded, snapshots } = remains;
    const timeline = new Timeline(engine, request, made, recent, { saved, steps, snapshots });
    timeline.#ground.isAstray = !made || unrecorded.length > 0;
    const move = made ? timeline.#report(saved.at, {}) : await timeline.#moveTo(saved.at);
    return { timeline, reunion: { container, unrecorded, move } };
  }

  /** Takes the files as they are for what the last step has left: unrecorded changes stay. */
  accept(): void {
    this.#ground.settle();
  }

  get #place(): SessionPlace {
    return this.#ground.place;
  }

  /** Where the user's shell belongs. */
  get container(): SessionContainer {
    return this.#place.container;
  }

  get kind(): ShellKind {
    return this.#place.kind;
  }

  /** The steps in force. */
  get steps(): readonly LedgerStep[] {
    return this.#steps.slice(0, this.#at).map(({ step }) => step);
  }

  /** Steps undone, the next to be redone first. */
  get undone(): readonly LedgerStep[] {
    return this.#steps.slice(this.#at).map(({ step }) => step);
  }

  /** All files of the container as they are now. */
  async files(): Promise<FileListing> {
    return await this.#ground.files();
  }

  /** What a command prints in a shell of the given state; empty when it fails. */
  async capture(command: string, state: ShellState): Promise<string> {
    this.#ground.noteLook();
    return await this.#place.capture(command, state);
  }

  /** Waits for the next second of the container's clock. */
  async tick(): Promise<void> {
    await this.#place.driver.tick();
  }

  /** Files of the project that any command has read, relative paths. */
  get read(): string[] {
    return this.#ground.read;
  }

  /**
   * Takes in a step that the user's shell has done, its changes found with {@link Timeline.files};
   * steps undone are forgotten. Returns what is to be written down of it.
   *
   * @param began when its command began, milliseconds; estimated with caution when left out
   */
  record(
    step: LedgerStep,
    began = this.#ground.lookedAt - step.seconds * 1000 - slack,
  ): RecordedStep {
    const { now } = this.#request;
    this.releaseOld();
    if (this.#at < this.#steps.length) {
      this.#steps.length = this.#at;
      this.#inBackground(this.#snapshots.forgetAfter(this.#at));
    }
    const recorded = recordedStep(step, this.#ground.settled);
    this.#steps.push(recorded);
    this.#at++;
    this.#ground.settle(step.changes.map(({ path }) => path), true);
    this.#recordedAt = now();
    this.#ground.noteCommand(recorded, began);
    this.#snapshots.noteChanges(this.container.id, step.changes, began);
    this.#discardUnfit();
    this.#considerSnapshot();
    return recorded;
  }

  /** To be told when the step recorded last is written down. */
  noteWritten(): void {
    this.#ground.noteWritten();
  }

  /** Goes back before the last step; undefined when there is none. */
  async undo(): Promise<Move | undefined> {
    return this.#at > 0 ? await this.#moveTo(this.#at - 1) : undefined;
  }

  /** Does the step again that was undone last; undefined when there is none. */
  async redo(): Promise<Move | undefined> {
    return this.#at < this.#steps.length ? await this.#moveTo(this.#at + 1) : undefined;
  }

  /** Goes to the state after so many steps, of those in force and undone. */
  async restore(target: number): Promise<Move> {
    return await this.#moveTo(Math.min(Math.max(target, 0), this.#steps.length));
  }

  /** Removes the containers that moves have left behind: no shell is in them any more. */
  releaseOld(): void {
    const old = this.#retired.splice(0);
    if (old.length === 0) return;
    // One of them may be what a snapshot is being made of.
    this.#inBackground(
      this.#snapshots.settled().then(async () => {
        for (const container of old) await container.remove();
      }),
    );
  }

  /** Waits for what is done in the background. @throws what went wrong with the listing file */
  async settle(): Promise<void> {
    await this.#snapshots.settled();
    await Promise.all(this.#tasks);
    await this.#ground.flush();
  }

  /** What another dk needs, beside the recorded steps, to go on with the session. */
  saved(): SavedTimeline {
    return {
      id: this.#request.settings.id!,
      container: this.container.id,
      at: this.#at,
      origin: this.#origin,
      snapshots: this.#snapshots.made.map(({ listing: _, ...rest }) => rest),
      read: this.read,
    };
  }

  /** Lets go of the shells; everything stays for another dk. */
  async detach(): Promise<void> {
    await this.settle();
    this.#ground.leave();
  }

  /** Ends the session: nothing stays behind. */
  async close(): Promise<void> {
    const container = this.#ground.leave();
    this.releaseOld();
    await this.#snapshots.settled();
    await this.#ground.copies.settled();
    await container?.remove();
    await Promise.all(this.#tasks);
    await this.#snapshots.removeAll();
    await removeStrays(this.#engine, this.#request.settings, []);
  }

  async #moveTo(target: number): Promise<Move> {
    const steps = this.#steps;
    if (target === this.#at && !this.#ground.isAstray) return this.#arrived(target, {});
    const reversal = target < this.#at ? planReversal(steps.slice(target, this.#at)) : undefined;
    const { made: snapshots, pending } = this.#snapshots;
    const { isAstray } = this.#ground;
    const wanted = { steps, at: this.#at, target, snapshots, pending, reversal, isAstray };
    this.#recent.clear();
    for (const route of planRoutes(wanted)) {
      const move = await this.#take(route, target);
      if (move) return move;
    }
    throw unreachableState(target);
  }

  async #take(route: Route, target: number): Promise<Move | undefined> {
    if (route.kind !== "rebuild") return await this.#takeInPlace(route, target);
    if (route.from !== "pending") return await this.#rebuild(route.from, target);
    await this.#snapshots.settled();
    const made = this.#snapshots.made.findLast(({ step }) => step <= target);
    return made && await this.#rebuild(made, target);
  }

  async #takeInPlace(route: Exclude<Route, { kind: "rebuild" }>, target: number) {
    try {
      if (route.kind === "forward") return await this.#forward(target);
      return await this.#reverse(route.reversal, target);
    } catch (error) {
      // The container has ended; or a file that an image was thought to have. A new one does.
      if (!(error instanceof ShellEnded || error instanceof EngineError)) throw error;
    }
  }

  /** Undoes in the container what steps did to files; undefined when that is not exact. */
  async #reverse(reversal: Reversal, target: number): Promise<Move | undefined> {
    const place = this.#place;
    const undone = this.#steps.slice(target, this.#at);
    if (undone.every(({ step }) => step.changes.length === 0)) return this.#arrived(target, {});
    const paths = reversal.restore.map(([path]) => path);
    const found = findSources(paths, target, this.#sources());
    if (!found) return undefined;
    const seconds = (this.#request.now() - this.#recordedAt) / 1000;
    if (await hasLeftProcesses(place.root, seconds)) return undefined;
    this.#ground.isAstray = true;
    if ((this.#snapshots.pending?.step ?? 0) > target) this.#snapshots.abandonPending();
    const wanted = reversedListing(undone, this.#ground.settled);
    this.#ground.copies.forget(undone);
    await carryOut(reversal, found, place);
    if (differentShapes(wanted, await this.files()).some(isSignificant)) return undefined;
    return this.#arrived(target, {});
  }

  /** Does steps again where the container is. */
  async #forward(target: number): Promise<Move> {
    const redone = this.#steps.slice(this.#at, target);
    const steps = redone.map(({ step }) => step);
    const before = this.#ground.settled;
    this.#ground.copies.forget(redone);
    this.#ground.isAstray = true;
    const otherEnds = await replaySteps(this.#place, steps);
    const differences = replayDifferences(steps, before, await this.files());
    const began = this.#recordedAt;
    for (const { changes } of steps) {
      this.#snapshots.noteChanges(this.container.id, changes, began);
    }
    return this.#arrived(target, { otherEnds, differences });
  }

  /** Makes a new container and does in it what is left to do; undefined for an unfit snapshot. */
  async #rebuild(from: Snapshot | "base", target: number): Promise<Move | undefined> {
    const made = await this.#newPlace(from);
    if (!made) return undefined;
    const begin = from === "base" ? 0 : from.step;
    const redone = this.#steps.slice(begin, target);
    this.#ground.copies.forget(redone);
    const { files, ...report } = await replayInNew(made, redone.map(({ step }) => step));
    const old = this.#ground.enter(made, files);
    if (old) this.#retired.push(old);
    this.#origin = begin;
    return this.#arrived(target, { ...report, isElsewhere: true });
  }

  async #newPlace(from: Snapshot | "base"): Promise<NewPlace | undefined> {
    const output = this.#recent.listen;
    if (from === "base") return await placeOfBase(this.#engine, this.#request, output);
    try {
      return await placeOfSnapshot(this.#engine, this.#request, from, this.#sources(), output);
    } catch (error) {
      if (!(error instanceof UnfitSnapshot)) throw error;
      await this.#snapshots.discard(from.image);
    }
  }

  #arrived(target: number, report: MoveReport): Move {
    const [from, to] = [Math.min(this.#at, target), Math.max(this.#at, target)];
    const steps = this.#steps.slice(from, to);
    const changes = steps.flatMap(({ step }) => step.changes);
    this.#at = target;
    this.#recordedAt = this.#request.now();
    const paths = [...changes, ...report.differences ?? []].map(({ path }) => path);
    this.#ground.settle(report.isElsewhere ? undefined : paths);
    return this.#report(target, report);
  }

  #report(target: number, report: MoveReport): Move {
    return arrival(this.#steps, target, String(this.#recent), report);
  }

  /** A snapshot that commands have spoiled while it was made makes room for another. */
  #discardUnfit(): void {
    const newest = this.#snapshots.made.at(-1);
    if (!newest || newest.torn.length === 0 || planMending(newest, this.#sources())) return;
    this.#inBackground(this.#snapshots.discard(newest.image));
  }

  #considerSnapshot(): void {
    const { isWorthCommitting: isWorth = isWorthCommitting } = this.#request;
    const steps = this.steps;
    const since = steps.slice(Math.max(0, this.#snapshots.newestStep));
    const bytes = addedBytes(steps.slice(this.#origin));
    if (!isWorth(since, bytes)) return;
    const container = this.container.id;
    const origin = { step: this.#at, container, listing: this.#ground.settled };
    const commit = () => commitContainer(this.#engine, container, { pause: false });
    const seconds = commitSeconds(bytes);
    this.#snapshots.begin(origin, seconds, () => this.#ground.withoutReading(commit));
  }

  #sources(): Sources {
    const { image, codeDirectory } = this.#request;
    const { made } = this.#snapshots;
    const { copies } = this.#ground;
    return { steps: this.#steps, snapshots: made, base: image, codeDirectory, copies };
  }

  /** Something that nobody waits for before the end. */
  #inBackground(task: Promise<void>): void {
    const told = task.catch((error) => {
      this.#request.settings.notice(error instanceof Error ? error.message : String(error));
    }).finally(() => this.#tasks.delete(told));
    this.#tasks.add(told);
  }
}
