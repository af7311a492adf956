import { engineInfo, usesContainerdStore } from "../../engine/system/info.ts";
import type { Engine } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { invalidValue } from "../run/invalid_value.ts";
import type { BuildOutput } from "./request.ts";

/** An annotation, and the part of the result that it is for. */
export interface Annotation {
  /** As BuildKit's exporters call it: `annotation.KEY`, `annotation-index.KEY`. */
  attribute: string;
  value: string;
}

const parts = ["manifest", "manifest-descriptor", "index", "index-descriptor"];

/**
 * Reads `--annotation KEY=VALUE`; `PART[PLATFORM]:` before it says what the annotation is for, as
 * with docker: `index:a=b`, `manifest,index:a=b`, `manifest[linux/arm64]:a=b`.
 *
 * @throws UsageFailure
 */
export function parseAnnotation(text: string, flag: string): Annotation[] {
  const [, whole, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (whole === undefined) throw invalidValue(text, flag, "Write NAME=VALUE");
  const colon = whole.indexOf(":");
  const key = whole.slice(colon + 1);
  const kinds = colon < 0 ? [""] : whole.slice(0, colon).split(",");
  return kinds.map((kind) => {
    const [, part = "", platform = ""] = /^([a-z-]*)(\[[\w/-]+\])?$/.exec(kind) ?? [];
    if (kind !== "" && !parts.includes(part) || key === "") {
      throw invalidValue(text, flag, `Before a colon name one of ${parts.join(", ")}`);
    }
    return { attribute: `annotation${part && `-${part}`}${platform}.${key}`, value };
  });
}

/**
 * The exporter's attributes for annotations. They are part of a manifest, and
 * the older image store keeps none.
 *
 * @throws Failure where they would be lost in silence
 */
export async function annotationAttributes(
  engine: Engine,
  annotations: readonly Annotation[],
  output: BuildOutput | undefined,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  if (annotations.length === 0) return {};
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
  return Object.fromEntries(annotations.map(({ attribute, value }) => [attribute, value]));
}
