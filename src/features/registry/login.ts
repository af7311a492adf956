import { EngineError } from "../../engine/errors.ts";
import { verifyLogin } from "../../engine/system/auth.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import type { CredentialOptions } from "../../registry/credential_store.ts";
import { credentialKey } from "../../registry/credentials.ts";
import { keepCredentials, type KeptIn } from "../../registry/login_file.ts";

/** Who logs in where. */
export interface LoginPlan {
  /** Host and port of the registry; `docker.io` for Docker Hub. */
  domain: string;
  username: string;
  password: string;
}

/**
 * Has the engine try the credentials and keeps them where docker looks for them.
 *
 * @throws Failure when the registry does not accept them; nothing is kept then
 */
export async function login(
  plan: LoginPlan,
  work: { engine: Transport; credentials: CredentialOptions; signal?: AbortSignal },
): Promise<KeptIn> {
  const { domain, username, password } = plan;
  const identityToken = await verified(plan, work);
  const credentials = identityToken ? { username, identityToken } : { username, password };
  return await keepCredentials(domain, credentials, work.credentials);
}

async function verified(
  { domain, username, password }: LoginPlan,
  { engine, signal }: { engine: Transport; signal?: AbortSignal },
): Promise<string | undefined> {
  const request = { username, password, serveraddress: credentialKey(domain) };
  try {
    return (await verifyLogin(engine, request, { signal })).identityToken;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new Failure(`The login of ${username} at ${domain} failed`, {
      why: error.reason,
      next: "Check the name, the password and the registry's address",
      cause: error,
    });
  }
}
