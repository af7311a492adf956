import { isWithin } from "../../../lib/path.ts";
import type { TestStage } from "../test_stage.ts";
import { comparePackages, type PackageDifference } from "./compare_packages.ts";
import { compareTrees, type Finding } from "./compare_trees.ts";
import type { ContentHint } from "./content_hint.ts";
import { Explainer } from "./explain.ts";
import type { FileTree } from "./file_tree.ts";
import { installedPackages } from "./installed_packages.ts";
import type { NoiseList } from "./noise.ts";
import { PackageOwners } from "./package_owners.ts";
import type { Difference, LeftOutStep, Proof } from "./proof.ts";
import type { StepTrace } from "./step_trace.ts";
import { TestOnly } from "./test_only.ts";

/** What the Dockerfile does on purpose that the session did not, such as adding a user. */
export interface Purpose {
  /** Absolute; what is below it counts as well. */
  path: string;
  /** One sentence without a period. */
  reason: string;
}

/** What a verdict stands on. */
export interface Evidence {
  session: FileTree;
  image: FileTree;
  trace: StepTrace;
  noise: NoiseList;
  testStage: TestStage | undefined;
  purposes: readonly Purpose[];
  /** Folders that live in volumes and mounts, of which no engine tells. */
  mounts: readonly string[];
  limits: readonly string[];
}

/** A verdict, and the files whose contents would say more about it. */
export interface Verdict {
  proof: Proof;
  /** Paths that differ in their content alone, and are not explained by packages. */
  unclear: string[];
}

const rpmDatabase = /\/(rpm|\.rpmdb)\/(rpmdb\.sqlite|Packages(\.db)?)$/;
const rpmLimit =
  "The packages of rpm were compared by their files alone: its database would need rpm to be read";

/**
 * Sorts what differs between session and image into what steps left out explain, what the
 * Dockerfile means to do, and differences. Without any I/O.
 *
 * @param hints what is known of contents that differ, by path
 */
export function judge(evidence: Evidence, hints: ReadonlyMap<string, ContentHint>): Verdict {
  const { session, image, trace, noise, mounts } = evidence;
  const { findings, ...figures } = compareTrees(session, image, noise);
  const counts = (path: string) => noise.rule(path)?.ignores !== "all";
  const sides = [session, image].map((tree) => installedPackages(tree, counts));
  const { packages, different } = comparePackages(sides[0], sides[1]);
  const owners = new PackageOwners(different);
  const explainer = new Explainer(trace, owners);
  const sorted = new SortedFindings(evidence, new TestOnly(trace, owners, evidence.testStage));
  for (const each of different) {
    const { finding, place } = packageFinding(each);
    sorted.add(finding, place, () => explainer.explainPackage(finding, each), each);
  }
  for (const finding of findings) {
    if (mounts.some((mount) => isOfMount(mount, finding, trace))) continue;
    sorted.add(finding, finding.path, () => explainer.explain(finding, hints.get(finding.path)));
  }
  const { differences, leftOut, notCopied, onPurpose } = sorted;
  const proof = {
    equal: differences.length === 0,
    differences,
    leftOut: [...leftOut.values()].sort((a, b) => a.step - b.step),
    notCopied,
    onPurpose,
    ...figures,
    packages,
    limits: [...evidence.limits, ...[session, image].some(hasRpm) ? [rpmLimit] : []],
  };
  return { proof, unclear: differences.flatMap((one) => isUnclear(one) ? [one.path] : []) };
}

function packageFinding({ session, image }: PackageDifference) {
  const { manager, name, place = "" } = (session ?? image)!;
  const versions = { session: session?.version ?? null, image: image?.version ?? null };
  const finding = { path: `${manager}:${name}`, aspect: "package version", ...versions } as const;
  return { finding, place };
}

/** In a volume or mount, or a folder that the engine made to put it there. */
function isOfMount(mount: string, { path, aspect, session }: Finding, trace: StepTrace): boolean {
  if (isWithin(mount, path)) return true;
  return isWithin(path, mount) && aspect === "missing" && session === "directory" &&
    trace.touches(path).length === 0;
}

function hasRpm(tree: FileTree): boolean {
  return tree.keys().some((path) => rpmDatabase.test(path));
}

function isUnclear({ aspect, step }: Difference): boolean {
  return aspect === "content" && step !== undefined;
}

/** Findings by what they mean for the verdict. */
class SortedFindings {
  readonly differences: Difference[] = [];
  readonly leftOut = new Map<number, LeftOutStep>();
  readonly notCopied: string[] = [];
  readonly onPurpose: { path: string; reason: string }[] = [];
  readonly #project: ReadonlySet<string>;

  constructor(readonly evidence: Evidence, readonly tests: TestOnly) {
    this.#project = projectPaths(evidence.trace);
  }

  /**
   * @param place the path whose steps count: the finding's own, or one that came with a package
   * @param own the package that the finding is about
   */
  add(finding: Finding, place: string, explained: () => Difference, own?: PackageDifference) {
    const { trace, purposes } = this.evidence;
    const purpose = purposes.find(({ path }) => isWithin(path, place));
    const leftOut = trace.leftOutBy(place);
    const forTests = this.tests.step(finding, place, own);
    if (leftOut !== undefined) {
      this.#addLeftOut(leftOut, trace.whyLeftOut(leftOut), finding.path);
    } else if (forTests !== undefined) {
      this.#addLeftOut(forTests, "what it did for tests is in the stage test", finding.path);
    } else if (purpose) this.onPurpose.push({ path: finding.path, reason: purpose.reason });
    else if (this.#isNotCopied(finding)) this.notCopied.push(finding.path);
    else this.differences.push(explained());
  }

  #addLeftOut(index: number, why: string, path: string) {
    const { trace } = this.evidence;
    const step = index + 1;
    const known = this.leftOut.get(step) ??
      { step, command: trace.command(index), why, paths: [] };
    if (known.paths.at(-1) !== path) known.paths.push(path);
    this.leftOut.set(step, known);
  }

  /** A project file as it came: the Dockerfile copies only what the image needs. */
  #isNotCopied({ path, aspect }: Finding): boolean {
    return aspect === "missing" && this.#project.has(path) &&
      this.evidence.trace.touches(path).length === 0;
  }
}

/** The project's files in the container, and the folders that hold them. */
function projectPaths({ ledger }: StepTrace): Set<string> {
  const paths = new Set([ledger.codeDirectory]);
  for (const file of [...ledger.project, ...ledger.besides ?? []]) {
    const segments = file.split("/");
    for (let count = 1; count <= segments.length; count++) {
      paths.add(`${ledger.codeDirectory}/${segments.slice(0, count).join("/")}`);
    }
  }
  return paths;
}
