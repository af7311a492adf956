import type { Ledger, LedgerStep } from "../ledger.ts";
import { concealSecrets } from "../secrets.ts";

/** A step that changed a path. */
export interface Touch {
  /** Index in the ledger. */
  index: number;
  kind: "added" | "modified" | "removed";
  /** True when the plan has left the step out, of itself or because the user said so. */
  leftOut: boolean;
}

/** Which steps of a session changed which paths, and which of them the plan kept. */
export class StepTrace {
  readonly #touches = new Map<string, Touch[]>();

  constructor(readonly ledger: Ledger, readonly kept: readonly boolean[]) {
    ledger.steps.forEach(({ changes }, index) => {
      for (const { path, kind } of changes) {
        const touches = this.#touches.get(path) ?? [];
        touches.push({ index, kind, leftOut: this.isLeftOut(index) });
        this.#touches.set(path, touches);
      }
    });
  }

  /** In their order; empty for a path that no step has changed. */
  touches(path: string): readonly Touch[] {
    return this.#touches.get(path) ?? [];
  }

  isLeftOut(index: number): boolean {
    return this.ledger.steps[index].verdict === "drop" || !this.kept[index];
  }

  /**
   * The step that explains why the image lacks a path's state: the last one to change it, when
   * only steps left out have, or when the user said that this one is to be left out.
   */
  leftOutBy(path: string): number | undefined {
    const touches = this.touches(path);
    const last = touches.at(-1);
    if (!last?.leftOut) return undefined;
    const onlyLeftOut = touches.every(({ leftOut }) => leftOut);
    return onlyLeftOut || this.step(last.index).verdict === "drop" ? last.index : undefined;
  }

  step(index: number): LedgerStep {
    return this.ledger.steps[index];
  }

  /** The command as it may be shown: one line, no secrets, not too long. */
  command(index: number): string {
    const [first, ...others] = concealSecrets(this.step(index).command).split("\n");
    const short = first.length > 60 ? `${first.slice(0, 57)}...` : first;
    return others.length > 0 && short === first ? `${first} ...` : short;
  }

  /** Why a step was left out. */
  whyLeftOut(index: number): string {
    const { verdict, exit } = this.step(index);
    if (verdict === "drop") return "dropped by the user";
    if (exit !== 0) return `it failed with exit code ${exit}`;
    return "nothing that it left behind is needed";
  }
}
