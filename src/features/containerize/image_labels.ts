import { formatReference, parseImageName, withDefaultTag } from "../../image/reference.ts";

/** What is known of an image besides what is in it; all as plain text. */
export interface ImageFacts {
  /** Name of the image as the user gave it, such as `me/tool:1.0`. */
  name?: string;
  /** The base image as the user gave it. */
  base?: string;
  /** Address of the git repository, as git knows it. */
  source?: string;
  /** Full hash of the commit that is checked out. */
  revision?: string;
  authors?: string;
  description?: string;
  licenses?: string;
}

/**
 * Labels by the names of the OCI image specification (annotations.md there). None of them tells
 * the time, so that the same session makes the same image; none holds a login.
 */
export function imageLabels(facts: ImageFacts): Record<string, string> {
  const { path, tag } = facts.name ? nameParts(facts.name) : {};
  const labels: Record<string, string | undefined> = {
    title: path?.replace(/^.*\//, ""),
    version: tag === "latest" ? undefined : tag,
    source: facts.source && publicAddress(facts.source),
    revision: facts.revision,
    authors: facts.authors,
    description: facts.description,
    licenses: facts.licenses,
    "base.name": facts.base && fullName(facts.base),
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) =>
      value ? [[`org.opencontainers.image.${name}`, value]] : []
    ),
  );
}

function nameParts(name: string): { path?: string; tag?: string } {
  const parsed = parseImageName(name);
  return parsed.kind === "reference" ? { path: parsed.ref.path, tag: parsed.ref.tag } : {};
}

/** An id names nothing that anybody else could find. */
function fullName(base: string): string | undefined {
  const parsed = parseImageName(base);
  return parsed.kind === "reference" ? formatReference(withDefaultTag(parsed.ref)) : undefined;
}

/** Without a login; undefined for a repository of this machine, which nobody else can find. */
function publicAddress(source: string): string | undefined {
  const scp = /^(?:[\w.-]+@)?([\w.-]+\.[a-z]+):(?!\/\/)(.+)$/i.exec(source);
  if (scp) return `ssh://${scp[1]}/${scp[2].replace(/^\/+/, "")}`;
  if (!URL.canParse(source)) return undefined;
  const url = new URL(source);
  if (!/^(https?|ssh|git):$/.test(url.protocol) || url.hostname === "") return undefined;
  const port = url.port ? `:${url.port}` : "";
  return `${url.protocol}//${url.hostname}${port}${url.pathname}`;
}
