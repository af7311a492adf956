import type { DkContext } from "../cli/context.ts";
import { parsePlatform } from "../features/run/modes.ts";

const variable = "DOCKER_DEFAULT_PLATFORM";

/** The platform that `--platform` or, without it, the environment names. @throws UsageFailure */
export function platformOf(
  { env }: Pick<DkContext, "env">,
  { platform }: { platform: string | undefined },
): string | undefined {
  if (platform !== undefined) return platform;
  return env[variable] ? parsePlatform(env[variable], variable) : undefined;
}
