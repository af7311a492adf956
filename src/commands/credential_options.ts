import type { DkContext } from "../cli/context.ts";
import type { CredentialOptions } from "../registry/credential_store.ts";

/** Where a command looks for credentials: as the flags and the environment say. */
export function credentialOptions(context: DkContext): CredentialOptions {
  return {
    env: context.env,
    configDirectory: context.global.config,
    signal: context.signal,
  };
}
