import type { FlagValues } from "../cli/flags.ts";
import type { RunOptions } from "../features/run/options.ts";
import type { runFlags } from "./run_flags.ts";

/** The flags of `dk run` as parsed. */
export type RunFlags = FlagValues<typeof runFlags>;

/** The flags in the form that the feature takes: docker's older spellings join the newer ones. */
export function runOptions(flags: RunFlags): RunOptions {
  return {
    ...flags,
    network: [...flags.network, ...flags.net],
    networkAlias: [...flags.networkAlias, ...flags.netAlias],
    dnsOption: [...flags.dnsOption, ...flags.dnsOpt],
  };
}
