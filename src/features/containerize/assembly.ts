import { needsBash } from "./bashisms.ts";
import type { Instruction } from "./dockerfile.ts";
import { chmodCommands } from "./fold_modes.ts";
import { keepsArchives } from "./hidden_installs.ts";
import type { Ledger } from "./ledger.ts";
import { isListUpdate } from "./packages.ts";
import type { ChmodItem, EnvItem, HandmadeItem, Item, RunItem } from "./plan_items.ts";
import type { ProjectCopies } from "./project_copies.ts";
import { runCommands } from "./run_commands.ts";
import { parseSimple, quoteWord } from "./shell_words.ts";

/** Puts instructions together: WORKDIR and COPY just before the first that needs them. */
export class Assembly {
  readonly instructions: Instruction[] = [];
  /** Where WORKDIR has gone. */
  readonly directories = new Set<string>();
  readonly secrets = new Set<string>();
  usesBash = false;
  #directory: string;
  readonly #keepsArchives: boolean;

  /**
   * @param endNeeds project files that the finished image needs
   * @param builder where handmade files lie in the context, and whether COPY knows permissions
   */
  constructor(
    readonly ledger: Ledger,
    readonly copies: ProjectCopies,
    readonly endNeeds: readonly string[],
    readonly builder: { handmade: ReadonlyMap<HandmadeItem, string>; chmod: boolean },
  ) {
    this.#directory = ledger.start.directory;
    this.#keepsArchives = ledger.steps.some(keepsArchives);
  }

  add(item: Item) {
    switch (item.kind) {
      case "env":
        this.#dropUnseen(item);
        return this.#push(item, { kind: "env", name: item.name, value: item.value });
      case "copy":
        for (const copy of item.copies) {
          this.#push(item, { kind: "copy", ...copy, owner: this.ledger.user });
        }
        return this.#remove(item, item.gone);
      case "remove":
        return this.#remove(item, item.gone);
      case "handmade":
        return this.#addHandmade(item);
      case "chmod":
        return this.#addChmod(item);
      case "run":
        return this.#addRun(item);
    }
  }

  /** Brings what the finished image needs, and ends where the session ended. */
  finish() {
    this.copy(this.endNeeds);
    this.enter(this.ledger.steps.at(-1)?.after.directory);
  }

  /** Brings what the tests read, and runs them where the session did. */
  finishTests(tests: { directory: string; cmd: Instruction } | undefined) {
    this.copy(this.endNeeds);
    if (!tests) return;
    this.enter(tests.directory);
    this.instructions.push(tests.cmd);
  }

  /** A stage that goes on where this one has ended. */
  next(endNeeds: readonly string[]): Assembly {
    const stage = new Assembly(this.ledger, this.copies, endNeeds, this.builder);
    stage.#directory = this.#directory;
    return stage;
  }

  copy(files: readonly string[]) {
    this.instructions.push(...this.copies.copy(files));
  }

  enter(directory: string | undefined) {
    if (directory === undefined || directory === this.#directory) return;
    this.instructions.push({ kind: "workdir", directory });
    this.directories.add(directory);
    this.#directory = directory;
  }

  #addRun(item: RunItem) {
    // Later COPYs would undo what a step does to the project's files: all of them come first.
    const changesSource = !item.needsNoOther && (item.rank === "source" || item.rank === "fixed");
    if (item.needs.length > 0) {
      this.copy(changesSource ? [...item.needs, ...this.endNeeds] : item.needs);
    }
    this.enter(item.directory);
    const secrets = item.setup.flatMap(({ secret }) => secret ?? []);
    for (const secret of secrets) this.secrets.add(secret);
    this.usesBash ||= item.commands.some(needsBash);
    const commands = runCommands(item.commands, this.#keepsArchives);
    // Lists alone, which the same RUN removes again: a later one that needs some fetches its own.
    if (commands.every((command) => fetchesLists(command) || clearsLists(command))) return;
    this.#push(item, { kind: "run", commands, secrets });
    for (const step of stepsOf(item)) {
      for (const { path, attributesOnly } of this.ledger.steps[step].changes) {
        if (!attributesOnly) this.copies.note(path);
      }
    }
  }

  /** What has not been copied yet never will be. */
  #remove(item: Item, gone: readonly string[] = []) {
    const there = gone.filter((file) => this.copies.has(file));
    for (const file of gone) this.copies.note(this.copies.project.pathOf(file));
    if (there.length === 0) return;
    const paths = there.map((file) => quoteWord(this.copies.project.pathOf(file)));
    this.#push(item, { kind: "run", commands: [`rm ${paths.join(" ")}`], secrets: [] });
  }

  #addHandmade(item: HandmadeItem) {
    const { path, mode, owner } = item.file;
    // Permissions that version control keeps, or a usual umask gives, come with the file.
    const special = [0o644, 0o755, 0o664, 0o775].includes(mode) ? undefined : mode;
    this.#push(item, {
      kind: "copy",
      sources: [this.builder.handmade.get(item)!],
      target: path,
      owner: owner === "0:0" ? undefined : owner,
      mode: this.builder.chmod ? special : undefined,
    });
    this.copies.note(path);
    if (special === undefined || this.builder.chmod) return;
    const commands = chmodCommands(new Map([[path, special]]));
    this.#push(item, { kind: "run", commands, secrets: [] });
  }

  /** Files that came with a whole folder get their permissions afterwards. */
  #addChmod(item: ChmodItem) {
    const files = [...item.modes.keys()].flatMap((path) => this.copies.project.single(path));
    this.copy([...files, ...this.endNeeds]);
    const left = new Map([...item.modes].filter(([path]) => this.copies.modes.delete(path)));
    if (left.size === 0) return;
    const asTyped = left.size === item.modes.size && item.run.directory === undefined;
    const commands = asTyped ? item.run.commands : chmodCommands(left);
    this.#push(item, { kind: "run", commands, secrets: [] });
  }

  #push(item: Item, instruction: Instruction) {
    const isFirst = !this.instructions.some(({ comments }) => comments === item.notes);
    const comments = isFirst ? item.notes : undefined;
    this.instructions.push({ ...instruction, comments, steps: stepsOf(item) });
  }

  /** A value that no RUN has seen before the next one takes its place. */
  #dropUnseen({ name, value }: EnvItem) {
    const before = this.instructions.findLastIndex(({ kind }) => kind !== "env") + 1;
    const at = this.instructions.findIndex((each, index) =>
      index >= before && each.kind === "env" && each.name === name
    );
    const isUsed = at >= 0 &&
      this.instructions.slice(at + 1).map((each) => each.kind === "env" ? each.value : "").concat(
        value,
      ).some((text) => text.includes(`$${name}`));
    if (at >= 0 && !isUsed) this.instructions.splice(at, 1);
  }
}

function fetchesLists(command: string): boolean {
  const simple = parseSimple(command);
  return simple !== undefined && isListUpdate(simple);
}

function clearsLists(command: string): boolean {
  return /^(sudo )?(rm -rf \/var\/lib\/apt\/lists\/\*|apt-get clean)$/.test(command);
}

/** Steps of the session that an item repeats, ascending. */
function stepsOf(item: Item): number[] {
  const definitions = item.kind === "run" ? [...item.setup, ...item.definitions] : [];
  const steps = [item.step, ...item.also ?? [], ...definitions.map(({ step }) => step)];
  return [...new Set(steps)].sort((a, b) => a - b);
}
