import type { StepLimits } from "../../engine/build.ts";

/** Flags that hold for the containers in which the classic builder runs its steps. */
export interface LimitFlags {
  memory?: number;
  memorySwap?: number;
  cpuShares?: number;
  cpuPeriod?: number;
  cpuQuota?: number;
  cpusetCpus?: string;
  cpusetMems?: string;
  cgroupParent?: string;
  securityOpt?: string[];
  squash?: boolean;
}

const names: Record<keyof StepLimits, string> = {
  memory: "--memory",
  memorySwap: "--memory-swap",
  cpuShares: "--cpu-shares",
  cpuPeriod: "--cpu-period",
  cpuQuota: "--cpu-quota",
  cpusetCpus: "--cpuset-cpus",
  cpusetMems: "--cpuset-mems",
  cgroupParent: "--cgroup-parent",
  securityOpt: "--security-opt",
  squash: "--squash",
};

/** Those that were given. */
export function stepLimits(flags: LimitFlags): StepLimits {
  const { memory, memorySwap, cpuShares, cpuPeriod, cpuQuota, cpusetCpus, cpusetMems } = flags;
  const { cgroupParent, securityOpt, squash } = flags;
  const limits = {
    ...{ memory, memorySwap, cpuShares, cpuPeriod, cpuQuota, cpusetCpus, cpusetMems },
    cgroupParent,
    securityOpt: securityOpt?.length ? securityOpt : undefined,
    squash: squash || undefined,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

/** The flags by which they were given, for a notice. */
export function limitNames(limits: StepLimits): string[] {
  return Object.keys(limits).map((key) => names[key as keyof StepLimits]);
}
