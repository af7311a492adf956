import { needsBash } from "./bashisms.ts";
import { commandWords } from "./command_words.ts";
import type { Instruction } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import type { EnvItem, Item } from "./plan_items.ts";
import { groupCopies, type ProjectFiles } from "./project_use.ts";
import { runCommands } from "./run_commands.ts";

/** Puts instructions together: WORKDIR and COPY just before the first that needs them. */
export class Assembly {
  readonly #instructions: Instruction[] = [];
  readonly #copied = new Set<string>();
  readonly directories = new Set<string>();
  #directory: string;
  #usesBash = false;
  readonly #secrets = new Set<string>();
  readonly #keepsArchives: boolean;

  constructor(
    readonly ledger: Ledger,
    readonly project: ProjectFiles,
    readonly endNeeds: readonly string[],
  ) {
    this.#directory = ledger.start.directory;
    this.#keepsArchives = ledger.steps.some(({ changes }) =>
      changes.some(({ path }) => /^\/var\/cache\/apt\/(\w+\.bin|archives\/.+\.deb)$/.test(path))
    );
  }

  add(item: Item) {
    const owner = this.ledger.user;
    if (item.kind === "env") {
      this.#dropUnseen(item);
      this.#instructions.push({ kind: "env", name: item.name, value: item.value });
    } else if (item.kind === "copy") {
      for (const copy of item.copies) this.#instructions.push({ kind: "copy", ...copy, owner });
    } else {
      // Later COPYs would undo what a step does to the project's files: all of them come first.
      const changesSource = item.rank === "source" || item.rank === "fixed";
      if (item.needs.length > 0) {
        this.#copy(changesSource ? [...item.needs, ...this.endNeeds] : item.needs);
      }
      this.#enter(item.directory);
      const secrets = item.setup.flatMap(({ secret }) => secret ?? []);
      for (const secret of secrets) this.#secrets.add(secret);
      this.#usesBash ||= item.commands.some(needsBash);
      const commands = runCommands(item.commands, this.#keepsArchives);
      this.#instructions.push({ kind: "run", commands, secrets });
    }
  }

  /** A value that no RUN has seen before the next one takes its place. */
  #dropUnseen({ name, value }: EnvItem) {
    const before = this.#instructions.findLastIndex(({ kind }) => kind !== "env") + 1;
    const at = this.#instructions.findIndex((each, index) =>
      index >= before && each.kind === "env" && each.name === name
    );
    const isUsed = at >= 0 &&
      this.#instructions.slice(at + 1).map((each) => each.kind === "env" ? each.value : "").concat(
        value,
      ).some((text) => text.includes(`$${name}`));
    if (at >= 0 && !isUsed) this.#instructions.splice(at, 1);
  }

  finish(test: string): Instruction[] {
    this.#copy(this.endNeeds);
    this.#enter(this.ledger.steps.at(-1)?.after.directory);
    const body = this.#instructions;
    const head: Instruction[] = [];
    if (this.#secrets.size > 0) {
      const flags = [...this.#secrets].map((id) => `--secret id=${id},env=${id}`).join(" ");
      head.push({ kind: "comment", text: `Build with the secrets in variables: ${flags}` });
    }
    head.push({ kind: "from", image: this.ledger.base });
    const { name, isSh } = this.ledger.shell;
    if (name === "bash" && !isSh && this.#usesBash) {
      head.push({ kind: "shell", words: ["/bin/bash", "-c"] });
    }
    const tail: Instruction[] = [{ kind: "cmd", words: commandWords(test) }];
    if (this.ledger.baseHasEntrypoint) tail.unshift({ kind: "entrypoint", words: [] });
    return [...head, ...body, ...tail];
  }

  #enter(directory: string | undefined) {
    if (directory === undefined || directory === this.#directory) return;
    this.#instructions.push({ kind: "workdir", directory });
    this.directories.add(directory);
    this.#directory = directory;
  }

  #copy(files: readonly string[]) {
    const missing = [...new Set(files)].filter((file) => !this.#copied.has(file));
    const { codeDirectory, project, user: owner } = this.ledger;
    for (const { sources, target } of groupCopies(missing, project, this.#copied)) {
      this.#instructions.push({
        kind: "copy",
        sources,
        target: `${codeDirectory}/${target}`,
        owner,
      });
    }
    for (const file of missing) this.#copied.add(file);
  }
}
