import type { InspectedNoun } from "../engine/raw_inspect.ts";
import type { KnownFields } from "./template/record_paths.ts";
import { NoValue } from "./template/values.ts";

/** What stands for a field in which nothing is: text, a list, a map, or a value that is not there. */
type Emptiness = "text" | "number" | "flag" | "list" | "map" | "value";

/**
 * Fields that are maps, and those that engines leave out, or send as null, where nothing is in
 * them; which ones depends on their version (an image's `Config.Entrypoint` is left out from API
 * 1.52 on). A script that asks for one gets the empty value that docker's own client prints.
 * A comma parts the names that share the path before the colon.
 */
const config: readonly [Emptiness, string][] = [
  ["text", "Config: User, WorkingDir, StopSignal, Hostname, Domainname, MacAddress, Image"],
  ["list", "Config: Env, Cmd, Entrypoint, OnBuild, Shell"],
  ["map", "Config: Labels, Volumes, ExposedPorts"],
  ["value", "Config: Healthcheck, StopTimeout"],
  ["list", "Config.Healthcheck: Test"],
  ["number", "Config.Healthcheck: Interval, Timeout, StartPeriod, StartInterval, Retries"],
];

const fields: Partial<Record<InspectedNoun, readonly [Emptiness, string][]>> = {
  images: [
    ...config,
    ["text", ": Comment, Created, Author, Variant, OsVersion, Parent, DockerVersion, Container"],
    ["list", ": RepoTags, RepoDigests"],
    ["list", "RootFS: Layers"],
    ["map", "GraphDriver: Data"],
  ],
  containers: [
    ...config,
    ["text", ": AppArmorProfile, MountLabel, ProcessLabel, LogPath"],
    ["list", ": Args, ExecIDs, Mounts"],
    ["value", ": SizeRw, SizeRootFs, ImageManifestDescriptor"],
    ["map", "GraphDriver: Data"],
    ["value", "State: Health"],
    ["list", "State.Health: Log"],
    ["text", "Mounts.*: Name, Source, Driver, Mode, Propagation"],
    ["map", "NetworkSettings: Ports, Networks"],
    ["list", "NetworkSettings.Ports: *"],
    ["list", "NetworkSettings: SecondaryIPAddresses, SecondaryIPv6Addresses"],
    ["list", "NetworkSettings.Networks.*: Links, Aliases, DNSNames"],
    ["value", "NetworkSettings.Networks.*: IPAMConfig"],
    ["map", "NetworkSettings.Networks.*: DriverOpts"],
    ["text", "NetworkSettings.Networks.*.IPAMConfig: IPv4Address, IPv6Address"],
    ["number", "NetworkSettings.Networks.*: GwPriority"],
    ["text", "HostConfig: ContainerIDFile, CgroupnsMode, VolumeDriver, Runtime"],
    ["map", "HostConfig: Annotations, PortBindings, Sysctls, StorageOpt, Tmpfs"],
    ["list", "HostConfig.PortBindings: *"],
    ["map", "HostConfig.LogConfig: Config"],
    ["list", "HostConfig: Binds, VolumesFrom, CapAdd, CapDrop, Dns, DnsOptions, DnsSearch"],
    ["list", "HostConfig: ExtraHosts, GroupAdd, Links, SecurityOpt, MaskedPaths, ReadonlyPaths"],
    ["list", "HostConfig: Mounts, Devices, DeviceCgroupRules, DeviceRequests, Ulimits"],
    ["list", "HostConfig: BlkioWeightDevice, BlkioDeviceReadBps, BlkioDeviceWriteBps"],
    ["list", "HostConfig: BlkioDeviceReadIOps, BlkioDeviceWriteIOps"],
    ["value", "HostConfig: MemorySwappiness, OomKillDisable, PidsLimit, Init"],
  ],
  networks: [
    ["map", ": Options, Labels, Containers"],
    ["map", "IPAM: Options"],
    ["list", "IPAM: Config"],
    ["text", "IPAM.Config.*: Subnet, Gateway, IPRange"],
    ["map", "IPAM.Config.*: AuxAddress"],
    ["flag", ": EnableIPv4, EnableIPv6, Internal, Attachable, Ingress, ConfigOnly"],
  ],
  volumes: [
    ["map", ": Options, Labels, Status"],
    ["text", ": CreatedAt"],
  ],
};

/** The fields of small structs in the order in which docker prints them. */
const structs: Partial<Record<InspectedNoun, Record<string, readonly string[]>>> = {
  containers: {
    "Mounts.*": ["Type", "Name", "Source", "Destination", "Driver", "Mode", "RW", "Propagation"],
    "NetworkSettings.Ports.*.*": ["HostIp", "HostPort"],
    "HostConfig.PortBindings.*.*": ["HostIp", "HostPort"],
    "HostConfig.RestartPolicy": ["Name", "MaximumRetryCount"],
    "HostConfig.LogConfig": ["Type", "Config"],
  },
  networks: {
    "IPAM.Config.*": ["Subnet", "IPRange", "Gateway", "AuxAddress"],
  },
};

const empty: Record<Emptiness, unknown> = {
  text: "",
  number: 0,
  flag: false,
  list: new NoValue("[]"),
  map: new NoValue("map[]"),
  value: new NoValue("<nil>"),
};

/** What templates may know of such an object. */
export function knownFields(noun: InspectedNoun): KnownFields {
  return knownOf(fields[noun] ?? [], structs[noun] ?? {});
}

/** The same of what the engine tells of itself. */
export const infoFields: KnownFields = knownOf([
  ["list", ": DriverStatus, SecurityOptions, Labels, Warnings, GenericResources"],
  ["list", "Plugins: Volume, Network, Authorization, Log"],
  ["map", ": Runtimes"],
  ["map", "RegistryConfig: IndexConfigs"],
], {});

function knownOf(
  lines: readonly [Emptiness, string][],
  structs: Readonly<Record<string, readonly string[]>>,
): KnownFields {
  const byPath = new Map<string, Emptiness>();
  for (const [emptiness, line] of lines) {
    const [place, names] = line.split(/: ?/);
    for (const name of names.split(", ")) byPath.set(joined(place, name), emptiness);
  }
  return {
    empty(path) {
      const emptiness = byPath.get(path.join("."));
      return emptiness && empty[emptiness];
    },
    struct: (path) => structs[path.join(".")],
  };
}

function joined(place: string, name: string): string {
  return place === "" ? name : `${place}.${name}`;
}
