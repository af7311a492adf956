import { askJson, askList, askStatus, type Cancellable } from "./ask.ts";
import { encodeFilters, type Filters } from "./filters.ts";
import { objectPath } from "./paths.ts";
import type { Transport } from "./transport.ts";

/** A network. */
export interface Network {
  Id: string;
  Name: string;
  /** RFC 3339. */
  Created: string;
  /** `local`, `swarm`. */
  Scope: string;
  /** `bridge`, `host`, `none`, `overlay`, … */
  Driver: string;
  Internal: boolean;
  EnableIPv6: boolean;
  IPAM?: { Driver?: string; Config?: { Subnet?: string; Gateway?: string }[] | null };
  Labels: Record<string, string> | null;
  Options?: Record<string, string> | null;
  /** By container id; only when one network is inspected. */
  Containers?: Record<string, { Name: string; IPv4Address: string; IPv6Address: string }> | null;
}

/** What a network is to be; the engine chooses what is left out. */
export interface NetworkSpec {
  Name: string;
  Driver?: string;
  Internal?: boolean;
  Attachable?: boolean;
  EnableIPv6?: boolean;
  IPAM?: { Driver?: string; Config?: { Subnet?: string; Gateway?: string; IPRange?: string }[] };
  Options?: Record<string, string>;
  Labels?: Record<string, string>;
}

/** The engine's networks: `GET /networks`. @throws EngineError 400 for an unknown filter */
export async function listNetworks(
  transport: Transport,
  options: Cancellable & { filters?: Filters } = {},
): Promise<Network[]> {
  return await askList<Network>(transport, {
    method: "GET",
    path: "/networks",
    query: { filters: encodeFilters(options.filters) },
    signal: options.signal,
  });
}

/**
 * Creates a network: `POST /networks/create`. Resolves with its id.
 *
 * @throws EngineError 409 when the name is taken; 403 or 400 when the addresses are
 */
export async function createNetwork(
  transport: Transport,
  spec: NetworkSpec,
  options: Cancellable = {},
): Promise<string> {
  const created = await askJson<{ Id: string }>(transport, {
    method: "POST",
    path: "/networks/create",
    json: { CheckDuplicate: true, ...spec }, // Before API 1.44 a name may otherwise repeat.
    signal: options.signal,
  });
  return created.Id;
}

/** One network with its containers: `GET /networks/ID`. @throws EngineError 404 */
export async function inspectNetwork(
  transport: Transport,
  name: string,
  options: Cancellable = {},
): Promise<Network> {
  const path = objectPath("networks", name);
  return await askJson<Network>(transport, { method: "GET", path, signal: options.signal });
}

/**
 * Removes a network: `DELETE /networks/ID`.
 *
 * @throws EngineError 404; 403 when containers use it or it is one of the engine's own
 */
export async function removeNetwork(
  transport: Transport,
  name: string,
  options: Cancellable = {},
): Promise<void> {
  const path = objectPath("networks", name);
  await askStatus(transport, { method: "DELETE", path, signal: options.signal });
}
