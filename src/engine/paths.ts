import { UsageFailure } from "../lib/failure.ts";

/**
 * `/containers/ID` and, with an action, `/containers/ID/start`; the same for every noun whose
 * names hold no slash.
 *
 * @throws UsageFailure for a name that would change the path: an empty segment makes the engine
 * answer with a redirect instead of an error (engine.md 1.4)
 */
export function objectPath(noun: string, name: string, action?: string): string {
  refuseEmptySegment(noun, name);
  return `/${noun}/${encodeSegment(name)}${action ? `/${action}` : ""}`;
}

/** `/images/NAME` and, with an action, `/images/NAME/tag`; slashes in names stay as they are. */
export function imagePath(name: string, action?: string): string {
  const segments = name.split("/");
  for (const segment of segments) refuseEmptySegment("images", segment, name);
  return `/images/${segments.map(encodeSegment).join("/")}${action ? `/${action}` : ""}`;
}

function refuseEmptySegment(noun: string, segment: string, name = segment): void {
  if (segment !== "" && segment !== "." && segment !== "..") return;
  throw new UsageFailure(`${JSON.stringify(name)} cannot name one of the engine's ${noun}`, {
    why: "Names hold no empty part and none that is '.' or '..'",
    next: "Correct the name; one that comes of a variable may be unset",
  });
}

/** Percent-encodes what a path segment may not hold; `:` and `@` of references stay readable. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll("%3A", ":").replaceAll("%40", "@");
}
