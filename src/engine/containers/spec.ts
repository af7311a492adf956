/**
 * What a container is to be, in the engine's own field names: the body of
 * `POST /containers/create` (engine.md 3.1). Fields left out take the image's or engine's value.
 */
export interface ContainerSpec {
  Image: string;
  Cmd?: string[];
  /** `[""]` clears the image's entry point. */
  Entrypoint?: string[];
  Env?: string[];
  WorkingDir?: string;
  /** `user[:group]`, names or numbers. */
  User?: string;
  Labels?: Record<string, string>;
  Tty?: boolean;
  OpenStdin?: boolean;
  /** Closes stdin when the first attached client half-closes; without it output is cut off. */
  StdinOnce?: boolean;
  AttachStdin?: boolean;
  AttachStdout?: boolean;
  AttachStderr?: boolean;
  Hostname?: string;
  Domainname?: string;
  StopSignal?: string;
  /** Seconds. */
  StopTimeout?: number;
  NetworkDisabled?: boolean;
  /** Below API 1.44; later the endpoint's own. */
  MacAddress?: string;
  /** Keys such as `80/tcp`. */
  ExposedPorts?: Record<string, Record<string, never>>;
  Volumes?: Record<string, Record<string, never>>;
  Healthcheck?: Healthcheck;
  HostConfig?: HostConfig;
  NetworkingConfig?: { EndpointsConfig: Record<string, EndpointConfig> };
}

/** How the engine finds out whether the container is well. */
export interface Healthcheck {
  /** `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", line]`; the image's own when left out. */
  Test?: string[];
  /** Nanoseconds, as all durations here. */
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  /** From API 1.44 on. */
  StartInterval?: number;
  Retries?: number;
}

/** How a container sits on its host. Sizes are bytes. */
export interface HostConfig {
  /** `source:target[:options]`. */
  Binds?: string[];
  Mounts?: MountSpec[];
  AutoRemove?: boolean;
  NetworkMode?: string;
  /** Keys such as `80/tcp`. */
  PortBindings?: Record<string, PortBinding[]>;
  PublishAllPorts?: boolean;
  Init?: boolean;
  Ulimits?: Ulimit[];
  ShmSize?: number;
  DeviceRequests?: DeviceRequest[];
  Devices?: DeviceMapping[];
  DeviceCgroupRules?: string[];
  CapAdd?: string[];
  CapDrop?: string[];
  Privileged?: boolean;
  SecurityOpt?: string[];
  GroupAdd?: string[];
  ReadonlyRootfs?: boolean;
  /** Mount options by path. */
  Tmpfs?: Record<string, string>;
  /** `name:address`. */
  ExtraHosts?: string[];
  Dns?: string[];
  DnsSearch?: string[];
  DnsOptions?: string[];
  RestartPolicy?: RestartPolicy;
  Memory?: number;
  MemorySwap?: number;
  MemoryReservation?: number;
  /** Billionths of a processor. */
  NanoCpus?: number;
  CpuShares?: number;
  CpuPeriod?: number;
  CpuQuota?: number;
  CpuRealtimePeriod?: number;
  CpuRealtimeRuntime?: number;
  CpusetCpus?: string;
  CpusetMems?: string;
  PidsLimit?: number;
  OomKillDisable?: boolean;
  OomScoreAdj?: number;
  MemorySwappiness?: number;
  KernelMemory?: number;
  BlkioWeight?: number;
  BlkioWeightDevice?: { Path: string; Weight: number }[];
  BlkioDeviceReadBps?: { Path: string; Rate: number }[];
  BlkioDeviceWriteBps?: { Path: string; Rate: number }[];
  BlkioDeviceReadIOps?: { Path: string; Rate: number }[];
  BlkioDeviceWriteIOps?: { Path: string; Rate: number }[];
  LogConfig?: { Type: string; Config?: Record<string, string> };
  /** Rows and columns, honoured from API 1.42 on. */
  ConsoleSize?: [number, number];
  VolumesFrom?: string[];
  VolumeDriver?: string;
  UsernsMode?: string;
  PidMode?: string;
  IpcMode?: string;
  UTSMode?: string;
  CgroupnsMode?: string;
  /** Links of the default network: `container:alias`. */
  Links?: string[];
  StorageOpt?: Record<string, string>;
  Isolation?: string;
  /** From API 1.43 on. */
  Annotations?: Record<string, string>;
  /** Empty lists leave nothing of `/proc` masked. */
  MaskedPaths?: string[];
  ReadonlyPaths?: string[];
  Runtime?: string;
  Sysctls?: Record<string, string>;
  CgroupParent?: string;
}

/** A mount in its long form. */
export interface MountSpec {
  Type: "bind" | "volume" | "tmpfs" | "npipe" | "image";
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  Consistency?: string;
  BindOptions?: {
    Propagation?: string;
    NonRecursive?: boolean;
    CreateMountpoint?: boolean;
    ReadOnlyNonRecursive?: boolean;
    ReadOnlyForceRecursive?: boolean;
  };
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels?: Record<string, string>;
    DriverConfig?: { Name?: string; Options?: Record<string, string> };
    Subpath?: string;
  };
  ImageOptions?: { Subpath?: string };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
}

/** An address of the host at which a port of the container is published. */
export interface PortBinding {
  HostIp?: string;
  /** A port or a range; empty lets the engine choose. */
  HostPort?: string;
}

/** A limit of the process, as of `ulimit`; −1 for none. */
export interface Ulimit {
  Name: string;
  Soft: number;
  Hard: number;
}

/** Devices that a driver finds, such as GPUs. */
export interface DeviceRequest {
  Driver?: string;
  /** −1 stands for all. */
  Count?: number;
  DeviceIDs?: string[];
  /** Alternatives, each a list of capabilities that must all be there: `[["gpu"]]`. */
  Capabilities?: string[][];
  Options?: Record<string, string>;
}

/** A device of the host that the container sees. */
export interface DeviceMapping {
  PathOnHost: string;
  PathInContainer: string;
  CgroupPermissions: string;
}

/** When the engine starts the container again. */
export interface RestartPolicy {
  Name: "" | "no" | "always" | "unless-stopped" | "on-failure";
  MaximumRetryCount?: number;
}

/** How the container sits on one network. */
export interface EndpointConfig {
  Aliases?: string[];
  Links?: string[];
  MacAddress?: string;
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] };
  DriverOpts?: Record<string, string>;
  /** From API 1.48 on. */
  GwPriority?: number;
}
