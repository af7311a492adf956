import { choice, text, texts, toggle, value, values, wholeNumber } from "../cli/flags.ts";
import { contentTrustFlag } from "./content_trust_flag.ts";
import { caFlag } from "./loan_flags.ts";
import {
  parseHostEntry,
  parseIpAddress,
  parseMacAddress,
  parseNetwork,
  parseSearchDomain,
} from "../features/run/addresses.ts";
import { detachKeysText } from "../features/run/detach_keys.ts";
import { parseDevice, parseDeviceRule, parseGpus } from "../features/run/devices.ts";
import {
  parseCapability,
  parseDeviceBytes,
  parseDeviceCount,
  parseRestartPolicy,
  parseTmpfs,
  parseUlimit,
} from "../features/run/limits.ts";
import * as modes from "../features/run/modes.ts";
import { parseMount } from "../features/run/mounts.ts";
import { parseExpose, parsePublish } from "../features/run/ports.ts";
import {
  parseByteSize,
  parseByteSizeOrUnlimited,
  parseCpus,
  parseDuration,
  parseTruth,
} from "../features/run/quantities.ts";
import { parseVolume } from "../features/run/volumes.ts";

const streams = {
  interactive: toggle("Keep stdin open", { short: "i" }),
  tty: toggle("Give the process a terminal", { short: "t" }),
  detach: toggle("Run in the background and print the container's id", { short: "d" }),
  attach: values(modes.parseStreamName, "Attach only to this stream", {
    short: "a",
    placeholder: "stdin|stdout|stderr",
  }),
  detachKeys: value(detachKeysText, "Keys that leave the container running", {
    placeholder: "KEYS",
  }),
  sigProxy: value(parseTruth, "Pass signals on to the process", {
    bare: "true",
    placeholder: "true|false",
  }),
};

const container = {
  rm: toggle("Remove the container when it has ended"),
  name: value(modes.parseContainerName, "Name of the container", { placeholder: "NAME" }),
  cidfile: text("Write the container's id to this new file", { placeholder: "FILE" }),
  entrypoint: text("Program to run instead of the image's entry point", { placeholder: "PROGRAM" }),
  env: values(modes.parsePair, "Set a variable; NAME alone takes it from here", {
    short: "e",
    placeholder: "NAME[=VALUE]",
  }),
  ca: caFlag,
  envFile: texts("Set the variables of a file, one NAME=VALUE on each line", {
    placeholder: "FILE",
  }),
  label: values(modes.parsePair, "Set a label", { short: "l", placeholder: "NAME[=VALUE]" }),
  labelFile: texts("Set the labels of a file", { placeholder: "FILE" }),
  user: text("User, and group, to run as", { short: "u", placeholder: "USER[:GROUP]" }),
  owner: choice(["me"], "Run as the caller: files made in mounted folders are yours"),
  groupAdd: texts("Additional group of the process", { placeholder: "GROUP" }),
  workdir: value(modes.parseWorkdir, "Working directory in the container", {
    short: "w",
    placeholder: "DIR",
  }),
  init: value(parseTruth, "Run an init that forwards signals and reaps processes", {
    bare: "true",
    placeholder: "true|false",
  }),
  restart: value(parseRestartPolicy, "When to start it again after it has ended", {
    placeholder: "no|always|unless-stopped|on-failure[:TIMES]",
  }),
  stopSignal: value(modes.parseSignal, "Signal that asks it to end", { placeholder: "SIGNAL" }),
  stopTimeout: value(wholeNumber(-1), "Seconds between that signal and the kill", {
    placeholder: "SECONDS",
  }),
  pull: choice(["always", "missing", "never"], "When to pull the image: missing by default"),
  platform: value(modes.parsePlatform, "Platform of the image", {
    placeholder: "OS/ARCH[/VARIANT]",
  }),
  quiet: toggle("Show no progress of a pull", { short: "q" }),
  annotation: values(modes.parseSetting, "Annotation for the OCI runtime", {
    placeholder: "NAME=VALUE",
  }),
  disableContentTrust: contentTrustFlag,
};

const files = {
  volume: values(parseVolume, "Mount a path or a volume", {
    short: "v",
    placeholder: "SOURCE:TARGET[:ro]",
  }),
  mount: values(parseMount, "Mount, in the long form", { placeholder: "type=TYPE,KEY=VALUE..." }),
  tmpfs: values(parseTmpfs, "Mount a file system in memory", { placeholder: "TARGET[:OPTIONS]" }),
  volumesFrom: texts("Mount the volumes of another container", {
    placeholder: "CONTAINER[:ro]",
  }),
  volumeDriver: text("Driver of volumes made for this container", { placeholder: "DRIVER" }),
  readOnly: toggle("Let nothing write to the container's root"),
  storageOpt: values(modes.parseSetting, "Storage driver option", { placeholder: "NAME=VALUE" }),
};

const network = {
  publish: values(parsePublish, "Publish a port of the container on the host", {
    short: "p",
    placeholder: "[[IP:]HOST:]PORT[/udp]",
  }),
  publishAll: toggle("Publish all exposed ports on free ports of the host", { short: "P" }),
  expose: values(parseExpose, "Expose a port or range", { placeholder: "PORT[/udp]" }),
  network: values(parseNetwork, "Network to join, or none, host, container:NAME", {
    placeholder: "NETWORK",
  }),
  net: values(parseNetwork, "", { hidden: true }),
  networkAlias: texts("Name of the container on its network", { placeholder: "NAME" }),
  netAlias: texts("", { hidden: true }),
  link: texts("Link to another container", { placeholder: "CONTAINER[:ALIAS]" }),
  ip: value(parseIpAddress, "IPv4 address on the network", { placeholder: "ADDRESS" }),
  ip6: value(parseIpAddress, "IPv6 address on the network", { placeholder: "ADDRESS" }),
  linkLocalIp: values(parseIpAddress, "Link-local address", { placeholder: "ADDRESS" }),
  macAddress: value(parseMacAddress, "MAC address", { placeholder: "ADDRESS" }),
  hostname: text("Host name of the container", { short: "h", placeholder: "NAME" }),
  domainname: text("NIS domain of the container", { placeholder: "NAME" }),
  addHost: values(parseHostEntry, "Add a name to the container's hosts file", {
    placeholder: "NAME:IP",
  }),
  dns: values(parseIpAddress, "Name server", { placeholder: "ADDRESS" }),
  dnsSearch: values(parseSearchDomain, "Search domain", { placeholder: "DOMAIN" }),
  dnsOption: texts("Resolver option", { placeholder: "OPTION" }),
  dnsOpt: texts("", { hidden: true }),
};

const resources = {
  cpus: value(parseCpus, "Processors it may use", { placeholder: "NUMBER" }),
  cpuShares: value(wholeNumber(), "Relative weight of processor time", {
    short: "c",
    placeholder: "WEIGHT",
  }),
  cpuPeriod: value(wholeNumber(), "Period of the CFS scheduler in microseconds", {
    placeholder: "US",
  }),
  cpuQuota: value(wholeNumber(-1), "Quota of the CFS scheduler in microseconds", {
    placeholder: "US",
  }),
  cpuRtPeriod: value(wholeNumber(), "Period of real-time scheduling in microseconds", {
    placeholder: "US",
  }),
  cpuRtRuntime: value(wholeNumber(), "Real-time run time in microseconds", { placeholder: "US" }),
  cpusetCpus: text("Processors to run on", { placeholder: "0-3,5" }),
  cpusetMems: text("Memory nodes to use", { placeholder: "0-3" }),
  memory: value(parseByteSize, "Most memory it may use", { short: "m", placeholder: "SIZE" }),
  memorySwap: value(parseByteSizeOrUnlimited, "Most memory and swap; -1 for unlimited swap", {
    placeholder: "SIZE",
  }),
  memoryReservation: value(parseByteSize, "Memory to keep to when it is scarce", {
    placeholder: "SIZE",
  }),
  memorySwappiness: value(modes.parseSwappiness, "How readily to swap, 0 to 100", {
    placeholder: "NUMBER",
  }),
  kernelMemory: value(parseByteSize, "", { hidden: true }),
  shmSize: value(parseByteSize, "Size of /dev/shm", { placeholder: "SIZE" }),
  pidsLimit: value(wholeNumber(-1), "Most processes; -1 for no limit", { placeholder: "NUMBER" }),
  ulimit: values(parseUlimit, "Limit of a resource", { placeholder: "NAME=SOFT[:HARD]" }),
  oomKillDisable: toggle("Do not kill it when memory runs out"),
  oomScoreAdj: value(modes.parseOomScore, "Preference when memory runs out, -1000 to 1000", {
    placeholder: "NUMBER",
  }),
  gpus: value(parseGpus, "GPUs to use: all, a number or devices", { placeholder: "GPUS" }),
  device: values(parseDevice, "Device of the host to add", { placeholder: "HOST[:TARGET][:rwm]" }),
  deviceCgroupRule: values(parseDeviceRule, "Rule for devices that are allowed", {
    placeholder: "RULE",
  }),
  deviceReadBps: values(parseDeviceBytes, "Most bytes read per second", {
    placeholder: "DEVICE:SIZE",
  }),
  deviceWriteBps: values(parseDeviceBytes, "Most bytes written per second", {
    placeholder: "DEVICE:SIZE",
  }),
  deviceReadIops: values(parseDeviceCount, "Most reads per second", {
    placeholder: "DEVICE:NUMBER",
  }),
  deviceWriteIops: values(parseDeviceCount, "Most writes per second", {
    placeholder: "DEVICE:NUMBER",
  }),
  blkioWeight: value(wholeNumber(), "Weight of disk access, 10 to 1000", { placeholder: "WEIGHT" }),
  blkioWeightDevice: values(parseDeviceCount, "Weight on one device", {
    placeholder: "DEVICE:WEIGHT",
  }),
  cgroupParent: text("Control group above the container's", { placeholder: "GROUP" }),
};

const rights = {
  privileged: toggle("Give it all rights on the host"),
  capAdd: values(parseCapability, "Add a capability", { placeholder: "NAME" }),
  capDrop: values(parseCapability, "Take a capability away", { placeholder: "NAME" }),
  securityOpt: values(modes.parseSecurityOption, "Security option", { placeholder: "KEY=VALUE" }),
  sysctl: values(modes.parseSysctl, "Kernel parameter", { placeholder: "NAME=VALUE" }),
  pid: value(modes.parsePidMode, "Process namespace", { placeholder: "host|container:NAME" }),
  ipc: value(modes.parseIpcMode, "IPC namespace", { placeholder: "MODE" }),
  uts: value(modes.parseUtsMode, "UTS namespace", { placeholder: "host" }),
  userns: value(modes.parseUsernsMode, "User namespace", { placeholder: "host" }),
  cgroupns: value(modes.parseCgroupnsMode, "Control group namespace", {
    placeholder: "host|private",
  }),
  runtime: text("OCI runtime", { placeholder: "NAME" }),
  isolation: text("Isolation (Windows)", { placeholder: "NAME" }),
};

const operation = {
  logDriver: text("Logging driver", { placeholder: "DRIVER" }),
  logOpt: values(modes.parseSetting, "Option of the logging driver", {
    placeholder: "NAME=VALUE",
  }),
  healthCmd: text("Command that checks the container's health", { placeholder: "COMMAND" }),
  healthInterval: value(parseDuration, "Time between checks", { placeholder: "DURATION" }),
  healthTimeout: value(parseDuration, "Most time for one check", { placeholder: "DURATION" }),
  healthStartPeriod: value(parseDuration, "Time to start in before failures count", {
    placeholder: "DURATION",
  }),
  healthStartInterval: value(parseDuration, "Time between checks in that period", {
    placeholder: "DURATION",
  }),
  healthRetries: value(wholeNumber(), "Failures in a row that count as unhealthy", {
    placeholder: "NUMBER",
  }),
  noHealthcheck: toggle("Leave the image's health check out"),
};

/** The flags of `dk run`: those of `docker run`, and dk's own `--owner`. */
export const runFlags = {
  ...streams,
  ...container,
  ...files,
  ...network,
  ...resources,
  ...rights,
  ...operation,
};
