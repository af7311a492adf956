import type { DkContext } from "../cli/context.ts";
import type { Engine } from "../engine/transport.ts";
import type { RegistryWork } from "../features/registry/access.ts";
import type { ProgressView } from "../view/progress/open.ts";
import { credentialOptions } from "./credential_options.ts";

/** What a command gives to a pull or push: the engine, the user's credentials, where to report. */
export function registryWork(
  context: DkContext,
  engine: Engine,
  progress: ProgressView,
): RegistryWork {
  return {
    engine,
    credentials: credentialOptions(context),
    progress: (event) => progress.event(event),
    signal: context.signal,
  };
}
