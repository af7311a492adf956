import { EngineError } from "../../engine/errors.ts";
import { progressEvent } from "../../engine/message_events.ts";
import { InBandError } from "../../engine/messages.ts";
import type { ProgressStream } from "../../engine/progress.ts";
import type { Transport } from "../../engine/transport.ts";
import { familiarReference, type ImageReference } from "../../image/reference.ts";
import { Failure } from "../../lib/failure.ts";
import type { ProgressListener } from "../../lib/progress_event.ts";
import { type CredentialOptions, findCredentials } from "../../registry/credential_store.ts";
import { credentialKey, type Credentials, registryAuth } from "../../registry/credentials.ts";

/** What pulling and pushing need. */
export interface RegistryWork {
  engine: Transport;
  credentials: CredentialOptions;
  progress: ProgressListener;
  signal?: AbortSignal;
}

/** How dk stands towards a registry: what it shows, and what to tell when that is refused. */
export interface RegistryLogin {
  domain: string;
  /** Value of `X-Registry-Auth`. */
  registryAuth: string;
  known: Credentials | undefined;
}

/** Looks up what is known for the registry of a reference. */
export async function loginFor(ref: ImageReference, work: RegistryWork): Promise<RegistryLogin> {
  const { domain } = ref;
  const known = await findCredentials(domain, work.credentials);
  return { domain, known, registryAuth: registryAuth(credentialKey(domain), known) };
}

/** Shows a stream's progress to its end and resolves with its result. */
export async function follow<Result>(
  stream: ProgressStream<Result>,
  progress: ProgressListener,
): Promise<Result> {
  for await (const message of stream) {
    const event = progressEvent(message);
    if (event) progress(event);
  }
  return await stream.done();
}

/**
 * A refusal by the registry or the engine in full: what was to be done with which image, the
 * reason given, and the way out, which depends on whether credentials were sent. Other errors
 * stay as they are.
 *
 * @param verb `pull` or `push`
 */
export function refusal(
  error: unknown,
  verb: "pull" | "push",
  ref: ImageReference,
  login: RegistryLogin,
): unknown {
  if (!(error instanceof EngineError || error instanceof InBandError)) return error;
  return new Failure(`Cannot ${verb} ${familiarReference(ref)}`, {
    why: error.reason,
    next: wayOut(verb, login),
    cause: error,
  });
}

function wayOut(verb: string, { domain, known }: RegistryLogin): string {
  const command = domain === "docker.io" ? "dk login" : `dk login ${domain}`;
  if (!known) return `Check the name; if the registry asks for a login: ${command}`;
  const user = known.username ?? "this login";
  return `Check the name, and that ${user} may ${verb} it; to log in anew: ${command}`;
}
