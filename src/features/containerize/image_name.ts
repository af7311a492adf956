import { familiarReference, parseReference, withDefaultTag } from "../../image/reference.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { basename } from "../../lib/path.ts";

/** The name for a project's image when none is given: its folder's, in lower case, `:1.0`. */
export function defaultImageName(directory: string): string {
  const name = basename(directory).toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${name || "image"}:1.0`;
}

/**
 * Checks a name that the user gave; `latest` is added as docker does.
 *
 * @throws UsageFailure for a malformed name and for a digest, which no build can choose
 */
export function checkedImageName(text: string): string {
  const reference = withDefaultTag(parseReference(text));
  if (reference.digest !== undefined) {
    throw new UsageFailure(`Invalid value ${JSON.stringify(text)} for --tag`, {
      why: "A digest is computed, not chosen",
      next: "Write NAME:TAG",
    });
  }
  return familiarReference(reference);
}
