import { UsageFailure } from "../../lib/failure.ts";

/** One end of a copy, as the user names it. */
export type CopyEnd =
  | { kind: "local"; path: string }
  /** A tar stream: standard input or output. */
  | { kind: "stream" }
  | { kind: "container"; container: string; path: string };

/** A copy's direction and both ends. */
export type CopyPlan =
  | { direction: "in"; from: Exclude<CopyEnd, ContainerEnd>; to: ContainerEnd }
  | { direction: "out"; from: ContainerEnd; to: Exclude<CopyEnd, ContainerEnd> };

/** The end of a copy that is in a container. */
export type ContainerEnd = Extract<CopyEnd, { kind: "container" }>;

/**
 * Reads an argument as docker does: `NAME:PATH` is in a container, `-` a tar stream, all else
 * local; a local name with a colon is written `./a:b`.
 */
export function parseCopyEnd(text: string): CopyEnd {
  if (text === "-") return { kind: "stream" };
  const colon = text.indexOf(":");
  if (colon <= 0 || text.startsWith("/") || text.startsWith(".")) {
    return { kind: "local", path: text };
  }
  return { kind: "container", container: text.slice(0, colon), path: text.slice(colon + 1) };
}

/**
 * The copy that two arguments mean.
 *
 * @throws UsageFailure unless exactly one end is in a container, and for an empty path
 */
export function planCopy(source: string, target: string): CopyPlan {
  const [from, to] = [parseCopyEnd(source), parseCopyEnd(target)];
  for (const [end, text] of [[from, source], [to, target]] as const) {
    if (end.kind !== "stream" && end.path === "") {
      throw new UsageFailure(`${JSON.stringify(text)} names no path`, {
        next: "Write CONTAINER:PATH or a local path",
      });
    }
  }
  if (from.kind === "container" && to.kind !== "container") return { direction: "out", from, to };
  if (from.kind !== "container" && to.kind === "container") return { direction: "in", from, to };
  throw new UsageFailure(
    from.kind === "container"
      ? "Cannot copy from a container to a container"
      : "Neither source nor target is in a container",
    {
      next: from.kind === "container"
        ? `Send it through a pipe: dk cp ${source} - | dk cp - ${target}`
        : "Write one of them as CONTAINER:PATH",
    },
  );
}
