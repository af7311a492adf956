import { UsageFailure } from "../../lib/failure.ts";
import type { OutputChoice } from "./output_flag.ts";

/** What becomes of the image beside being built. */
export interface ImageOutput {
  /** Names given by `--tag` and by `--output type=image,name=...`. */
  names: string[];
  push: boolean;
  /** What the exporter of the engine's image store is told. */
  attributes: Record<string, string>;
}

/** An output that is the engine's image store, whether a name or a push goes with it. */
function isImageStore({ type, destination }: OutputChoice): boolean {
  return destination === undefined &&
    (type === "image" || type === "docker" || type === "registry");
}

/**
 * Takes `--push` and `--output type=registry`, `type=image,push=true`, `name=...` together.
 *
 * @throws UsageFailure for a push of what has no name or is no image of the engine
 */
export function imageOutput(
  flags: { tag: readonly string[]; push: boolean; output?: OutputChoice },
  parseName: (text: string, flag: string) => string,
): ImageOutput {
  const { output } = flags;
  if (output && !isImageStore(output)) {
    if (!flags.push) return { names: [...flags.tag], push: false, attributes: {} };
    throw new UsageFailure(`--push does not go with --output type=${output.type}`, {
      why: "What is pushed is an image of the engine",
      next: "Leave one of them out",
    });
  }
  const { name = "", push: pushes, ...attributes } = output?.attributes ?? {};
  const given = name.split(",").filter(Boolean).map((text) => parseName(text, "--output"));
  const names = [...flags.tag, ...given];
  const push = flags.push || output?.type === "registry" || pushes === "true";
  if (push && names.length === 0) {
    throw new UsageFailure("There is no name to push the image to", {
      next: "Add -t REGISTRY/NAME:TAG",
    });
  }
  return { names, push, attributes };
}
