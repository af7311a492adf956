import type { ContainerSpec, Healthcheck, HostConfig } from "../../engine/containers/spec.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { keyAndValue } from "./field_list.ts";
import { settleMount } from "./mounts.ts";
import { networkMode, planNetworks } from "./network_plan.ts";
import type { CreatePlan, RunInputs, RunOptions } from "./options.ts";
import { planResources } from "./resource_plan.ts";
import { bindText } from "./volumes.ts";

/**
 * What will be sent to the engine for a command line: the same as docker's own client sends,
 * fields left out where docker sends an empty one.
 *
 * @throws UsageFailure for flags that contradict each other
 */
export function planContainer(options: RunOptions, inputs: RunInputs): CreatePlan {
  checkConflicts(options);
  const spec: ContainerSpec = dropUndefined({
    Image: inputs.image,
    ...planStreams(options),
    Cmd: nonEmpty(inputs.command),
    Entrypoint: options.entrypoint === undefined ? undefined : [options.entrypoint],
    Env: nonEmpty(inputs.env),
    Labels: record(inputs.labels),
    User: options.user,
    WorkingDir: options.workdir,
    Hostname: options.hostname,
    Domainname: options.domainname,
    MacAddress: options.macAddress ?? options.network[0]?.macAddress,
    StopSignal: options.stopSignal,
    StopTimeout: options.stopTimeout,
    ExposedPorts: exposedPorts(options),
    Volumes: anonymousVolumes(options),
    Healthcheck: planHealthcheck(options),
    HostConfig: planHost(options, inputs),
    ...planNetworks(options),
  });
  return { name: options.name || undefined, platform: options.platform || undefined, spec };
}

/** Removes fields that say nothing, so that the engine's and the image's own values count. */
function dropUndefined<T extends object>(fields: T): T {
  for (const key of Object.keys(fields) as (keyof T)[]) {
    if (fields[key] === undefined) delete fields[key];
  }
  return fields;
}

function checkConflicts(options: RunOptions): void {
  const { rm, restart, detach, attach, noHealthcheck, logDriver, logOpt } = options;
  if (rm && restart && restart.Name !== "no") {
    throw conflict("--rm", "--restart", "A removed container cannot be started again");
  }
  if (detach && attach.length > 0) throw conflict("--detach", "--attach");
  if (noHealthcheck && planHealthcheck({ ...options, noHealthcheck: false })) {
    throw conflict("--no-healthcheck", "the --health-… flags");
  }
  if (logDriver === "none" && logOpt.length > 0) throw conflict("--log-driver none", "--log-opt");
}

function conflict(one: string, other: string, why?: string): UsageFailure {
  return new UsageFailure(`${one} and ${other} exclude each other`, {
    why,
    next: `Leave out ${one} or ${other}`,
  });
}

/** Which streams are attached: all outputs unless `-a` names some; stdin with `-i` (engine.md 3.1). */
function planStreams({ interactive, tty, detach, attach }: RunOptions): Partial<ContainerSpec> {
  const all = attach.length === 0;
  const attachStdin = !detach && (interactive || attach.includes("stdin"));
  return {
    Tty: tty,
    OpenStdin: interactive,
    StdinOnce: interactive && attachStdin,
    AttachStdin: attachStdin,
    AttachStdout: !detach && (all || attach.includes("stdout")),
    AttachStderr: !detach && (all || attach.includes("stderr")),
  };
}

function planHost(options: RunOptions, inputs: RunInputs): HostConfig {
  const binds = options.volume.filter(({ source }) => source !== undefined);
  const paths = inputs.securityOpt.includes("systempaths=unconfined");
  return dropUndefined<HostConfig>({
    Binds: nonEmpty([...new Set(binds.map((volume) => bindText(volume, inputs.cwd)))]),
    Mounts: nonEmpty(options.mount.map((mount) => settleMount(mount, inputs.cwd))),
    Tmpfs: options.tmpfs.length > 0 ? Object.fromEntries(options.tmpfs) : undefined,
    VolumesFrom: nonEmpty(options.volumesFrom),
    VolumeDriver: options.volumeDriver,
    AutoRemove: options.rm || undefined,
    Privileged: options.privileged || undefined,
    ReadonlyRootfs: options.readOnly || undefined,
    PublishAllPorts: options.publishAll || undefined,
    Init: options.init,
    NetworkMode: networkMode(options),
    Links: nonEmpty(options.link),
    PortBindings: portBindings(options),
    RestartPolicy: options.restart,
    ConsoleSize: inputs.consoleSize,
    CapAdd: nonEmpty(options.capAdd),
    CapDrop: nonEmpty(options.capDrop),
    GroupAdd: nonEmpty(options.groupAdd),
    SecurityOpt: nonEmpty(inputs.securityOpt.filter((text) => text !== "systempaths=unconfined")),
    MaskedPaths: paths ? [] : undefined,
    ReadonlyPaths: paths ? [] : undefined,
    ExtraHosts: nonEmpty(options.addHost),
    Dns: nonEmpty(options.dns),
    DnsSearch: nonEmpty(options.dnsSearch),
    DnsOptions: nonEmpty(options.dnsOption),
    LogConfig: planLog(options),
    StorageOpt: record(options.storageOpt),
    Sysctls: record(options.sysctl),
    PidMode: options.pid,
    IpcMode: options.ipc,
    UTSMode: options.uts,
    UsernsMode: options.userns,
    CgroupnsMode: options.cgroupns,
    Runtime: options.runtime,
    Isolation: options.isolation,
    Annotations: record(options.annotation),
    ...planResources(options),
  });
}

function planLog({ logDriver, logOpt }: RunOptions): HostConfig["LogConfig"] {
  if (!logDriver && logOpt.length === 0) return undefined;
  return { Type: logDriver ?? "", Config: record(logOpt) };
}

function planHealthcheck(options: RunOptions): Healthcheck | undefined {
  if (options.noHealthcheck) return { Test: ["NONE"] };
  const check = dropUndefined({
    Test: options.healthCmd ? ["CMD-SHELL", options.healthCmd] : undefined,
    Interval: options.healthInterval,
    Timeout: options.healthTimeout,
    StartPeriod: options.healthStartPeriod,
    StartInterval: options.healthStartInterval,
    Retries: options.healthRetries,
  });
  return Object.keys(check).length > 0 ? check : undefined;
}

function anonymousVolumes({ volume }: RunOptions): ContainerSpec["Volumes"] {
  const targets = volume.filter(({ source }) => source === undefined).map(({ target }) => target);
  return emptyObjects(targets);
}

function exposedPorts({ publish, expose }: RunOptions): ContainerSpec["ExposedPorts"] {
  return emptyObjects([...publish.flat().map(({ port }) => port), ...expose.flat()]);
}

function portBindings({ publish }: RunOptions): HostConfig["PortBindings"] {
  const bindings: NonNullable<HostConfig["PortBindings"]> = {};
  for (const { port, binding } of publish.flat()) (bindings[port] ??= []).push(binding);
  return publish.length > 0 ? bindings : undefined;
}

function nonEmpty<T>(list: readonly T[]): T[] | undefined {
  return list.length > 0 ? [...list] : undefined;
}

function emptyObjects(keys: readonly string[]): Record<string, Record<string, never>> | undefined {
  return keys.length > 0 ? Object.fromEntries(keys.map((key) => [key, {}])) : undefined;
}

function record(pairs: readonly string[]): Record<string, string> | undefined {
  return pairs.length > 0 ? Object.fromEntries(pairs.map(keyAndValue)) : undefined;
}
