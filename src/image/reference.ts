import { UsageFailure } from "../lib/failure.ts";
import { isDigest } from "./digest.ts";

/**
 * A complete name of an image: `docker.io/library/debian:12`. The rules are those of every
 * Docker client (engine.md 7). With both tag and digest the digest decides.
 */
export interface ImageReference {
  /** Registry host with port where one was given; `docker.io` when none was named. */
  readonly domain: string;
  /** Repository on that registry, `library/debian`. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:…`. */
  readonly digest?: string;
}

/** What a user may name an image by: an id of the engine, or a reference. */
export type ImageName = { kind: "id"; id: string } | { kind: "reference"; ref: ImageReference };

const hubDomain = "docker.io";
const hubNamespace = "library/";
const maxPathLength = 255;

const pathPart = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const domainPart = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const pathPattern = new RegExp(`^${pathPart}(?:/${pathPart})*$`);
const domainPattern = new RegExp(
  `^(?:${domainPart}(?:\\.${domainPart})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?$`,
);
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const bareId = /^[0-9a-f]{64}$/;
const prefixedId = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a reference as a user writes it: `debian`, `me/app:1.2`, `host:5000/app@sha256:…`. No tag
 * is added; {@link withDefaultTag} does that.
 *
 * @throws UsageFailure naming the text and the rule that it breaks
 */
export function parseReference(text: string): ImageReference {
  if (bareId.test(text)) {
    throw malformed(text, "64 hex digits are an image id, not a name");
  }
  const { domain, rest } = splitDomain(text);
  const at = rest.indexOf("@");
  const named = at < 0 ? rest : rest.slice(0, at);
  const colon = named.indexOf(":");
  const path = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const digest = at < 0 ? undefined : rest.slice(at + 1);

  checkName(text, domain, path);
  if (tag !== undefined && !tagPattern.test(tag)) {
    throw malformed(
      text,
      `The tag ${JSON.stringify(tag)} must be 1 to 128 letters, digits, '_', '.' and '-', ` +
        "beginning with none of the last two",
    );
  }
  if (digest !== undefined && !isDigest(digest)) {
    throw malformed(text, `${JSON.stringify(digest)} is not a digest such as sha256 and 64 digits`);
  }
  return { domain, path, ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

/**
 * Reads a name where an id is welcome too: 64 hex digits, also behind `sha256:`, are an id;
 * all else is a reference (a shortened id cannot be told from a name; the engine tries both).
 */
export function parseImageName(text: string): ImageName {
  if (prefixedId.test(text)) return { kind: "id", id: text };
  if (bareId.test(text)) return { kind: "id", id: `sha256:${text}` };
  return { kind: "reference", ref: parseReference(text) };
}

/** The reference with tag `latest`, when it has neither tag nor digest. */
export function withDefaultTag(ref: ImageReference): ImageReference {
  return ref.tag === undefined && ref.digest === undefined ? { ...ref, tag: "latest" } : ref;
}

/** Everything written out: `docker.io/library/debian:12`. */
export function formatReference(ref: ImageReference): string {
  return `${repositoryName(ref)}${suffix(ref)}`;
}

/** As people write it: `debian:12`. */
export function familiarReference(ref: ImageReference): string {
  return `${familiarName(ref)}${suffix(ref)}`;
}

/** Domain and path without tag and digest: `docker.io/library/debian`. */
export function repositoryName(ref: ImageReference): string {
  return `${ref.domain}/${ref.path}`;
}

/** The same as people write it: `debian`, `me/app`, `host:5000/app`. */
export function familiarName(ref: ImageReference): string {
  if (ref.domain !== hubDomain) return repositoryName(ref);
  const short = ref.path.slice(hubNamespace.length);
  return ref.path.startsWith(hubNamespace) && !short.includes("/") ? short : ref.path;
}

/** What a pull passes as tag: the digest if there is one, else the tag, else `latest`. */
export function tagOrDigest(ref: ImageReference): string {
  return ref.digest ?? ref.tag ?? "latest";
}

function suffix(ref: ImageReference): string {
  return `${ref.tag === undefined ? "" : `:${ref.tag}`}${ref.digest ? `@${ref.digest}` : ""}`;
}

/** The first part is a registry only if it cannot be a namespace of Docker Hub. */
function splitDomain(text: string): { domain: string; rest: string } {
  const slash = text.indexOf("/");
  const first = slash < 0 ? "" : text.slice(0, slash);
  const isDomain = first === "localhost" || /[.:A-Z]/.test(first);
  const domain = !isDomain || first === "index.docker.io" ? hubDomain : first;
  const rest = isDomain ? text.slice(slash + 1) : text;
  const bare = domain === hubDomain && !rest.includes("/");
  return { domain, rest: bare ? `${hubNamespace}${rest}` : rest };
}

function checkName(text: string, domain: string, path: string): void {
  const typed = text.includes(path) ? path : path.slice(hubNamespace.length);
  if (typed === "") throw malformed(text, "The name is empty");
  if (path !== path.toLowerCase()) {
    throw malformed(text, `The repository name ${JSON.stringify(typed)} must be lower case`);
  }
  if (!domainPattern.test(domain)) {
    throw malformed(text, `${JSON.stringify(domain)} is not a registry's host and port`);
  }
  if (path.length > maxPathLength) {
    throw malformed(text, `The repository name is longer than ${maxPathLength} characters`);
  }
  if (!pathPattern.test(path)) {
    throw malformed(
      text,
      `The name ${JSON.stringify(typed)} must be letters and digits, with single separators ` +
        "('.', '_', '__', dashes, '/') between them",
    );
  }
}

function malformed(text: string, why: string): UsageFailure {
  return new UsageFailure(`Malformed image reference ${JSON.stringify(text)}`, {
    why,
    next: "Write it as [HOST[:PORT]/]NAME[:TAG][@DIGEST], for example debian:12",
  });
}
