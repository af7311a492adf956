/** How the engine is to log in where it pulls or pushes. */
export interface RegistryAccess {
  /** Value of `X-Registry-Auth`: base64url of a JSON document (engine.md 8.1). */
  registryAuth?: string;
}

/** base64url of `{}`: no credentials. Engines up to 20.10 refuse a push without the header. */
const anonymousAccess = "e30=";

/** The header that carries the credentials, also when there are none. */
export function registryAuthHeader(access: RegistryAccess): Record<string, string> {
  return { "X-Registry-Auth": access.registryAuth || anonymousAccess };
}
