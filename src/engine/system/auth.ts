import { askJson, type Cancellable } from "../ask.ts";
import type { Transport } from "../transport.ts";

/** Credentials for one registry, in the engine's field names. */
export interface LoginRequest {
  username: string;
  password: string;
  /** Host and port, or Docker Hub's URL. */
  serveraddress: string;
}

/** Outcome of a login that the registry accepted. */
export interface LoginResult {
  status: string;
  /** To be stored instead of the password, when there is one. */
  identityToken?: string;
}

/**
 * Lets the engine try credentials at a registry: `POST /auth` (engine.md 8.1). Nothing is stored.
 *
 * @throws EngineError 401, or 500 on 20.10, when the registry refuses them or cannot be reached
 */
export async function verifyLogin(
  transport: Transport,
  login: LoginRequest,
  options: Cancellable = {},
): Promise<LoginResult> {
  const answer = await askJson<{ Status?: string; IdentityToken?: string }>(transport, {
    method: "POST",
    path: "/auth",
    json: login,
    signal: options.signal,
  });
  return { status: answer.Status ?? "", identityToken: answer.IdentityToken || undefined };
}
