import { splitTestPackages } from "../packages/test_packages.ts";
import type { TestStage } from "../test_stage.ts";
import type { PackageDifference } from "./compare_packages.ts";
import type { Finding } from "./compare_trees.ts";
import type { PackageOwners } from "./package_owners.ts";
import type { StepTrace } from "./step_trace.ts";

/** What the session has for tests alone, and the image leaves to the stage `test`. */
export class TestOnly {
  readonly #steps: ReadonlySet<number>;
  readonly #packages: ReadonlySet<string>;

  constructor(readonly trace: StepTrace, readonly owners: PackageOwners, stage?: TestStage) {
    this.#steps = new Set(stage?.steps);
    this.#packages = new Set(stage?.packages.map(bareName));
  }

  /**
   * The step whose work for tests explains that the image lacks a path or package; undefined
   * where none does.
   *
   * @param place the path whose steps count
   * @param own the package itself, where that is what is missing
   */
  step(finding: Finding, place: string, own?: PackageDifference): number | undefined {
    const isMissing = finding.aspect === "missing" || (own !== undefined && !own.image);
    const index = this.trace.touches(place).at(-1)?.index;
    if (!isMissing || index === undefined || !this.#steps.has(index)) return undefined;
    const { command } = this.trace.step(index);
    const owner = own ?? this.owners.owner(finding);
    if (owner) return this.#isAskedForOtherwise(owner, command) ? undefined : index;
    // Of a step that was cut in two, files of no package may be the program's.
    return splitTestPackages(command)?.rest ? undefined : index;
  }

  /** Named by the command, and not as something for tests: dependencies are not named. */
  #isAskedForOtherwise({ session, image }: PackageDifference, command: string): boolean {
    const name = bareName((session ?? image)!.name.replace(/ in \/.*$/, ""));
    if (this.#packages.has(name)) return false;
    return command.split(/[\s"']+/).some((word) => bareName(word) === name);
  }
}

/** A package's name without version, extras and architecture, as pip writes it. */
function bareName(name: string): string {
  return name.replace(/(?<=.)[=<>~!;:[@].*$/, "").toLowerCase().replace(/[-_.]+/g, "-");
}
