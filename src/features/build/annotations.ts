import { engineInfo, usesContainerdStore } from "../../engine/system/info.ts";
import type { Engine } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import type { BuildOutput } from "./request.ts";

/**
 * The exporter's attributes for `--annotation KEY=VALUE`. Annotations are part of a manifest, and
 * the older image store keeps none.
 *
 * @throws Failure where they would be lost in silence
 */
export async function annotationAttributes(
  engine: Engine,
  annotations: ReadonlyMap<string, string>,
  output: BuildOutput | undefined,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  if (annotations.size === 0) return {};
  const keeps = output
    ? output.type === "oci"
    : usesContainerdStore(await engineInfo(engine, { signal }));
  if (!keeps) {
    throw new Failure("The annotations would be lost", {
      why: "Neither the engine's image store nor the chosen output keeps a manifest of the image",
      next:
        "Use --label, --output type=oci,dest=FILE, or an engine with the containerd image store",
    });
  }
  return Object.fromEntries([...annotations].map(([key, text]) => [`annotation.${key}`, text]));
}
