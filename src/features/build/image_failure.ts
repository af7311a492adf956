import {
  formatReference,
  type ImageReference,
  parseReference,
  withDefaultTag,
} from "../../image/reference.ts";
import { Failure } from "../../lib/failure.ts";
import {
  type Dockerfile,
  type Instruction,
  placeOf,
  type Span,
  textOf,
} from "./check/dockerfile.ts";
import { parseDockerfile } from "./check/parse.ts";
import { resolveGlobals } from "./check/variables.ts";
import type { BuildPlan } from "./plan.ts";
import type { SeenDockerfile } from "./way_out.ts";

/** Circumstances of an image that could not be had. */
export interface MissingImage {
  plan: Pick<BuildPlan, "buildArgs">;
  now: number;
  dockerfile?: SeenDockerfile;
  /** The engine's words. */
  reason: string;
  cause: unknown;
}

/**
 * A base image, or one that files are copied from, that the engine could not have.
 *
 * @param image in full, as BuildKit names it: `docker.io/library/debian:12`
 */
export function imageFailure(image: string, missing: MissingImage): Failure {
  const { dockerfile, reason, cause } = missing;
  const file = dockerfile && parseDockerfile(dockerfile.text);
  const use = file && useOf(file, image, missing);
  const ref = referenceOf(image);
  const line = use && placeOf(file, use.span.start).line;
  const text = use && textOf(file, use.span).split("\n", 1)[0];
  const where = use ? ` (line ${line} of ${dockerfile.name}: ${text})` : "";
  return new Failure(`The build failed at the ${use?.what ?? "image"} ${image}${where}`, {
    why: reason,
    next: wayOut(ref),
    cause,
  });
}

function wayOut(ref: ImageReference | undefined): string {
  const registry = ref?.domain ?? "the registry";
  return `Correct the name, or see that the engine reaches ${registry} ` +
    `(dk login ${ref?.domain ?? "HOST"} where it wants a password)`;
}

/** Where the Dockerfile names the image: as frontend, as base, or to take files from it. */
function useOf(
  file: Dockerfile,
  image: string,
  { plan: { buildArgs }, now }: MissingImage,
): { what: string; span: Span } | undefined {
  const isMeant = (text: string) => {
    const resolved = resolveGlobals(file, text, { buildArgs, now }).text;
    return resolved !== undefined && fullName(resolved) === fullName(image);
  };
  const syntax = file.directives.get("syntax");
  if (syntax && isMeant(syntax)) {
    const start = file.text.search(/^#\s*syntax/im);
    return { what: "frontend", span: { start, end: file.text.indexOf("\n", start) } };
  }
  const stage = file.stages.find(({ base }) => base && isMeant(base.text));
  if (stage) return { what: "base image", span: stage.from };
  const span = file.instructions.find((use) => imagesUsed(use).some(isMeant));
  return span && { what: "image", span };
}

/** What `COPY --from=` and `RUN --mount=…,from=` name. */
function imagesUsed({ flags }: Instruction): string[] {
  return flags.flatMap(({ name, value = "" }) => {
    if (name === "from") return [value];
    return name === "mount"
      ? value.split(",").flatMap((part) => /^from=(.*)/.exec(part)?.[1] ?? [])
      : [];
  });
}

function fullName(text: string): string | undefined {
  const ref = referenceOf(text);
  return ref && formatReference(withDefaultTag(ref));
}

function referenceOf(text: string): ImageReference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined; // The engine could not read it either, and says so.
  }
}
