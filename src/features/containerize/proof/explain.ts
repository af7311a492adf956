import type { PackageDifference } from "./compare_packages.ts";
import type { Finding } from "./compare_trees.ts";
import type { ContentHint } from "./content_hint.ts";
import type { PackageOwners } from "./package_owners.ts";
import type { Difference } from "./proof.ts";
import type { StepTrace } from "./step_trace.ts";

/** Finds the likely reasons of differences: packages first, then steps, then what is left. */
export class Explainer {
  constructor(readonly trace: StepTrace, readonly owners: PackageOwners) {}

  /** The difference with its reason. */
  explain(finding: Finding, hint?: ContentHint): Difference {
    const owner = this.owners.owner(finding);
    if (owner) return { ...finding, reason: packageText(owner) };
    const touches = this.trace.touches(finding.path);
    const last = touches.at(-1);
    if (!last) return { ...finding, reason: untouched(finding) };
    const step = last.index + 1;
    const name = `step ${step} (${this.trace.command(last.index)})`;
    if (last.leftOut) {
      const maker = touches.findLast(({ leftOut }) => !leftOut)!;
      const why = this.trace.whyLeftOut(last.index);
      const reason = `step ${maker.index + 1} made it and ${name}, left out, changed it: ${why}`;
      return { ...finding, reason, step };
    }
    const reason = this.#kept(finding, last.index, name, hint);
    const before = touches.findLast(({ leftOut }) => leftOut)?.index;
    if (before === undefined) return { ...finding, reason, step };
    const earlier = `step ${before + 1} (${
      this.trace.command(before)
    }), left out, changed it before`;
    return { ...finding, reason: `${reason}; ${earlier}`, step };
  }

  /** The difference of a package with its reason. */
  explainPackage(finding: Finding, different: PackageDifference): Difference {
    const { place } = (different.session ?? different.image)!;
    const last = place === undefined ? undefined : this.trace.touches(place).at(-1);
    if (!last) return { ...finding, reason: packageText(different) };
    const name = `step ${last.index + 1} (${this.trace.command(last.index)})`;
    const reason = `${packageText(different)}; ${name} installed it`;
    return { ...finding, reason, step: last.index + 1 };
  }

  #kept({ path, aspect }: Finding, index: number, name: string, hint?: ContentHint): string {
    const { command, handmade } = this.trace.step(index);
    if (handmade.some((file) => file.path === path)) {
      return `edited by hand in ${name}, and the image does not have it as it was saved`;
    }
    if (aspect === "missing") return `${name} made it in the session and not in the build`;
    if (aspect === "added") return `${name} removed it in the session and not in the build`;
    if (aspect !== "content") return `${name} set it, and the build came to something else`;
    if (hint === "times") return `only times differ in it; ${name} writes them into it`;
    if (hint === "order") return `only the order of its lines differs; ${name} wrote it`;
    if (archive.test(path)) return `an archive holds the times of its files; ${name} made it`;
    if (fetches.test(command)) return `${name} fetched it again, and it has changed at its source`;
    return `${name} does not write the same every time`;
  }
}

const archive = /\.(tar|tgz|tar\.\w+|gz|zip|jar|whl|egg|deb|rpm)$/;

/** Commands that bring something from elsewhere. */
const fetches =
  /\b(curl|wget|git\s+(clone|pull|fetch)|apt|apt-get|apk|yum|dnf|pip3?|uv|npm|conda|mamba|install\.packages)\b/;

/** What is said of a package, also where files of it differ. */
function packageText({ session, image }: PackageDifference): string {
  const { manager, name } = (session ?? image)!;
  const what = `${manager} package ${name}`;
  if (!image) return `${what} ${session!.version} is only in the session`;
  if (!session) return `${what} ${image.version} is only in the image`;
  return `${what} is ${session.version} in the session and ${image.version} in the image`;
}

function untouched({ aspect, path }: Finding): string {
  if (aspect === "added") return "the build made it, and no step of the session did";
  if (aspect === "missing") {
    return `no step made it: something that ran beside the steps has, or ${path} came with the project`;
  }
  return "no step changed it: the build did, or something that ran beside the steps";
}
