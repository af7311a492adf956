import type { StepLimits } from "../../engine/build.ts";

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

/** Those of the flags that were given. */
export function stepLimits(flags: StepLimits): StepLimits {
  const limits = Object.keys(names).map((name) => [name, flags[name as keyof StepLimits]] as const);
  return Object.fromEntries(
    limits.filter(([, value]) => Array.isArray(value) ? value.length > 0 : value),
  );
}

/** The flags by which they were given, for a notice. */
export function limitNames(limits: StepLimits): string[] {
  return Object.keys(limits).map((key) => names[key as keyof StepLimits]);
}
