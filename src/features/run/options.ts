import type {
  ContainerSpec,
  DeviceRequest,
  MountSpec,
  RestartPolicy,
  Ulimit,
} from "../../engine/containers/spec.ts";
import type { NetworkChoice } from "./addresses.ts";
import type { DeviceChoice } from "./devices.ts";
import type { DeviceRate } from "./limits.ts";
import type { PublishedPort } from "./ports.ts";
import type { VolumeRequest } from "./volumes.ts";

/** When an image is fetched before the run. */
export type PullPolicy = "always" | "missing" | "never";

/** What a container is asked to be: the flags of `docker run`, each already read. */
export interface RunOptions {
  interactive: boolean;
  tty: boolean;
  detach: boolean;
  rm: boolean;
  privileged: boolean;
  readOnly: boolean;
  publishAll: boolean;
  noHealthcheck: boolean;
  oomKillDisable: boolean;
  init?: boolean;
  attach: ("stdin" | "stdout" | "stderr")[];
  name?: string;
  platform?: string;
  entrypoint?: string;
  user?: string;
  workdir?: string;
  hostname?: string;
  domainname?: string;
  stopSignal?: string;
  stopTimeout?: number;
  volume: VolumeRequest[];
  mount: MountSpec[];
  tmpfs: [path: string, options: string][];
  volumesFrom: string[];
  volumeDriver?: string;
  publish: PublishedPort[][];
  expose: string[][];
  network: NetworkChoice[];
  networkAlias: string[];
  link: string[];
  ip?: string;
  ip6?: string;
  linkLocalIp: string[];
  macAddress?: string;
  dns: string[];
  dnsSearch: string[];
  dnsOption: string[];
  addHost: string[];
  restart?: RestartPolicy;
  cpus?: number;
  cpuShares?: number;
  cpuPeriod?: number;
  cpuQuota?: number;
  cpuRtPeriod?: number;
  cpuRtRuntime?: number;
  cpusetCpus?: string;
  cpusetMems?: string;
  memory?: number;
  memorySwap?: number;
  memoryReservation?: number;
  memorySwappiness?: number;
  kernelMemory?: number;
  pidsLimit?: number;
  oomScoreAdj?: number;
  blkioWeight?: number;
  blkioWeightDevice: DeviceRate[];
  deviceReadBps: DeviceRate[];
  deviceWriteBps: DeviceRate[];
  deviceReadIops: DeviceRate[];
  deviceWriteIops: DeviceRate[];
  gpus?: DeviceRequest;
  shmSize?: number;
  ulimit: Ulimit[];
  device: DeviceChoice[];
  deviceCgroupRule: string[];
  capAdd: string[];
  capDrop: string[];
  groupAdd: string[];
  logDriver?: string;
  logOpt: string[];
  storageOpt: string[];
  sysctl: string[];
  pid?: string;
  ipc?: string;
  uts?: string;
  userns?: string;
  cgroupns?: string;
  cgroupParent?: string;
  runtime?: string;
  isolation?: string;
  annotation: string[];
  healthCmd?: string;
  healthInterval?: number;
  healthTimeout?: number;
  healthStartPeriod?: number;
  healthStartInterval?: number;
  healthRetries?: number;
}

/** What a plan takes from outside the command line. */
export interface RunInputs {
  image: string;
  /** The command and its arguments; empty for the image's own. */
  command: string[];
  /** Variables, complete: `NAME=value`, or `NAME` to remove the image's. */
  env: string[];
  /** `NAME=value` or `NAME`, in the order in which the last one wins. */
  labels: string[];
  /** Security options; seccomp profiles are their text, no longer a file's name. */
  securityOpt: string[];
  /** The caller's working directory, absolute. */
  cwd: string;
  /** The terminal's size, where there is one. */
  consoleSize?: [rows: number, columns: number];
}

/** A container to be made, by one request. */
export interface CreatePlan {
  name?: string;
  platform?: string;
  spec: ContainerSpec;
}
