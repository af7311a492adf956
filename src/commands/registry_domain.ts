import { parseReference } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { keyHost } from "../registry/credentials.ts";

/**
 * The registry that a user names, as references begin with it: `registry.example:5000`, also
 * where a whole URL is given; `docker.io` for none.
 *
 * @throws UsageFailure when it cannot be a host and port
 */
export function registryDomain(registry: string | undefined): string {
  if (!registry) return "docker.io";
  const host = keyHost(registry);
  if (host === "docker.io" || host === "registry-1.docker.io") return "docker.io";
  // A name without dot or port is a registry here, while in a reference it would be a namespace.
  const asWritten = /[.:]/.test(host) || host === "localhost" ? host : `${host}:443`;
  try {
    const { domain } = parseReference(`${asWritten}/any`);
    return asWritten === host ? domain : host;
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    throw new UsageFailure(`Malformed registry ${JSON.stringify(registry)}`, {
      next: "Write it as HOST[:PORT], for example registry.example:5000",
      cause: error,
    });
  }
}
