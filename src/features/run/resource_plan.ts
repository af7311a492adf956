import type { DeviceRequest, HostConfig, Ulimit } from "../../engine/containers/spec.ts";
import type { RunOptions } from "./options.ts";

/** What a container may use: processors, memory, disks, devices. */
export function planResources(options: RunOptions): Partial<HostConfig> {
  const nodes = options.device.flatMap((device) => "node" in device ? [device.node] : []);
  const weights = options.blkioWeightDevice.map(({ Path, Rate }) => ({ Path, Weight: Rate }));
  return {
    NanoCpus: options.cpus,
    CpuShares: options.cpuShares,
    CpuPeriod: options.cpuPeriod,
    CpuQuota: options.cpuQuota,
    CpuRealtimePeriod: options.cpuRtPeriod,
    CpuRealtimeRuntime: options.cpuRtRuntime,
    CpusetCpus: options.cpusetCpus,
    CpusetMems: options.cpusetMems,
    CgroupParent: options.cgroupParent,
    Memory: options.memory,
    MemorySwap: options.memorySwap,
    MemoryReservation: options.memoryReservation,
    MemorySwappiness: options.memorySwappiness,
    KernelMemory: options.kernelMemory,
    ShmSize: options.shmSize,
    PidsLimit: options.pidsLimit,
    OomKillDisable: options.oomKillDisable || undefined,
    OomScoreAdj: options.oomScoreAdj,
    BlkioWeight: options.blkioWeight,
    BlkioWeightDevice: some(weights),
    BlkioDeviceReadBps: some(options.deviceReadBps),
    BlkioDeviceWriteBps: some(options.deviceWriteBps),
    BlkioDeviceReadIOps: some(options.deviceReadIops),
    BlkioDeviceWriteIOps: some(options.deviceWriteIops),
    Ulimits: some(lastOfEach(options.ulimit)),
    Devices: some(nodes),
    DeviceCgroupRules: some(options.deviceCgroupRule),
    DeviceRequests: some(deviceRequests(options)),
  };
}

function deviceRequests({ gpus, device }: RunOptions): DeviceRequest[] {
  const cdi = device.flatMap((choice) => "cdi" in choice ? [choice.cdi] : []);
  return [
    ...(gpus ? [gpus] : []),
    ...(cdi.length > 0 ? [{ Driver: "cdi", DeviceIDs: cdi }] : []),
  ];
}

/** Of limits with the same name the last one counts. */
function lastOfEach(limits: readonly Ulimit[]): Ulimit[] {
  return [...new Map(limits.map((limit) => [limit.Name, limit])).values()];
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
