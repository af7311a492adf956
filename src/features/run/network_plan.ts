import type { ContainerSpec, EndpointConfig } from "../../engine/containers/spec.ts";
import { UsageFailure } from "../../lib/failure.ts";
import type { NetworkChoice } from "./addresses.ts";
import type { RunOptions } from "./options.ts";

const modes = ["default", "bridge", "host", "none", "nat"];

/** The mode of the first network, for the host's part of the specification. */
export function networkMode({ network }: RunOptions): string | undefined {
  return network[0]?.name;
}

/**
 * The networks to join. `--network-alias`, `--ip` and their like belong to the first one.
 *
 * @throws UsageFailure for an alias where there is no network of the user's own, for a network named
 * twice, and for an address given twice
 */
export function planNetworks(options: RunOptions): Pick<ContainerSpec, "NetworkingConfig"> {
  const networks = options.network.length > 0
    ? options.network.map((choice, index) => index === 0 ? withFlags(choice, options) : choice)
    : [withFlags({ name: "default", aliases: [], linkLocalIps: [], driverOptions: {} }, options)];
  const endpoints: Record<string, EndpointConfig> = {};
  for (const network of networks) {
    if (network.name in endpoints) {
      throw new UsageFailure(`Network ${JSON.stringify(network.name)} is named twice`, {
        next: "Name each network once",
      });
    }
    if (network.aliases.length > 0 && !isUserDefined(network.name)) {
      throw new UsageFailure(`An alias needs a network of your own, not ${network.name}`, {
        next: "Add --network NAME, or leave out --network-alias",
      });
    }
    endpoints[network.name] = endpointOf(network, options.link);
  }
  const worthSending = networks.length > 1 ||
    Object.keys(endpoints[networks[0].name]).length > 0;
  return worthSending ? { NetworkingConfig: { EndpointsConfig: endpoints } } : {};
}

function withFlags(choice: NetworkChoice, options: RunOptions): NetworkChoice {
  const given = { ip: options.ip, ip6: options.ip6, macAddress: options.macAddress };
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined && choice[key as keyof typeof given] !== undefined) {
      throw new UsageFailure(`The network's ${key} is given twice`, {
        next: "Give it in --network or in its own flag, not in both",
      });
    }
  }
  return {
    ...choice,
    aliases: [...choice.aliases, ...options.networkAlias],
    linkLocalIps: [...choice.linkLocalIps, ...options.linkLocalIp],
    ip: choice.ip ?? options.ip,
    ip6: choice.ip6 ?? options.ip6,
    macAddress: choice.macAddress ?? options.macAddress,
  };
}

function endpointOf(network: NetworkChoice, links: readonly string[]): EndpointConfig {
  const endpoint: EndpointConfig = {};
  const { ip, ip6, linkLocalIps, aliases, driverOptions, macAddress, gatewayPriority } = network;
  if (ip || ip6 || linkLocalIps.length > 0) {
    endpoint.IPAMConfig = {
      ...(ip && { IPv4Address: ip }),
      ...(ip6 && { IPv6Address: ip6 }),
      ...(linkLocalIps.length > 0 && { LinkLocalIPs: linkLocalIps }),
    };
  }
  if (aliases.length > 0) endpoint.Aliases = aliases;
  if (links.length > 0 && isUserDefined(network.name)) endpoint.Links = [...links];
  if (Object.keys(driverOptions).length > 0) endpoint.DriverOpts = driverOptions;
  if (macAddress) endpoint.MacAddress = macAddress;
  if (gatewayPriority !== undefined) endpoint.GwPriority = gatewayPriority;
  return endpoint;
}

function isUserDefined(name: string): boolean {
  return !modes.includes(name) && !name.startsWith("container:");
}
