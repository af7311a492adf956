import type { Instruction } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import type { ProjectFiles } from "./project_use.ts";
import { groupCopies } from "./copy_groups.ts";

/** The COPYs of a project's files to where the project lies, each file once. */
export class ProjectCopies {
  readonly #copied = new Set<string>();
  /** Files that are no longer as the project has them. */
  readonly #changed = new Set<string>();

  /**
   * @param modes permissions to bring single files with, by absolute path; what has been used is
   * taken out
   * @param sharesContext true when the context holds more than the project: then no COPY takes all
   */
  constructor(
    readonly ledger: Ledger,
    readonly project: ProjectFiles,
    readonly modes: Map<string, number>,
    readonly sharesContext: boolean,
  ) {}

  /** COPYs of those of the files that are not there yet. */
  copy(files: readonly string[]): Instruction[] {
    const missing = [...new Set(files)].filter((file) => !this.#copied.has(file));
    const { codeDirectory, project, user: owner } = this.ledger;
    const groups = groupCopies(missing, project, {
      copied: this.#copied,
      changed: this.#changed,
      sharesContext: this.sharesContext,
    });
    for (const file of missing) this.#copied.add(file);
    return groups.flatMap(({ sources, target }) =>
      this.#byMode(sources).map(([mode, files]): Instruction => ({
        kind: "copy",
        sources: files,
        target: `${codeDirectory}/${target}`,
        owner,
        mode,
      }))
    );
  }

  has(file: string): boolean {
    return this.#copied.has(file);
  }

  /** Takes down that something at this path was changed, or has come from elsewhere. */
  note(path: string): void {
    for (const file of this.project.single(path)) {
      this.#copied.add(file);
      this.#changed.add(file);
    }
  }

  /** Sources that share their permissions; those without any come first. */
  #byMode(sources: readonly string[]): [mode: number | undefined, sources: string[]][] {
    const byMode = new Map<number | undefined, string[]>();
    for (const source of sources) {
      const path = this.project.pathOf(source);
      const mode = this.modes.get(path);
      this.modes.delete(path);
      byMode.set(mode, [...byMode.get(mode) ?? [], source]);
    }
    return [...byMode].sort(([a], [b]) => (a ?? -1) - (b ?? -1));
  }
}
