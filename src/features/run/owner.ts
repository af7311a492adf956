import { engineInfo } from "../../engine/system/info.ts";
import type { Transport } from "../../engine/transport.ts";
import type { CreatePlan } from "./options.ts";

/** A user of this machine, by numbers. */
export interface Account {
  uid: number;
  gid: number;
}

const home = "/home/dk";

/**
 * The plan for a container whose files belong to the caller. With an engine that runs as the
 * caller (rootless) the container's root is that user; with one that maps users, the mapping is
 * left out. A user that the image does not know has no home, so it is given one in memory.
 */
export async function ownedBy(
  account: Account,
  plan: CreatePlan,
  transport: Transport,
  signal?: AbortSignal,
): Promise<CreatePlan> {
  const { SecurityOptions } = await engineInfo(transport, { signal });
  const has = (name: string) =>
    SecurityOptions?.some((option) => option.split(",").includes(`name=${name}`));
  const { spec } = plan;
  if (has("rootless")) return { ...plan, spec: { ...spec, User: "0:0" } };
  const owned = { ...plan, spec: { ...spec, User: `${account.uid}:${account.gid}` } };
  if (has("userns")) owned.spec.HostConfig = { ...spec.HostConfig, UsernsMode: "host" };
  const hasHome = account.uid === 0 || spec.Env?.some((entry) => entry.startsWith("HOME="));
  if (hasHome) return owned;
  owned.spec.Env = [...spec.Env ?? [], `HOME=${home}`];
  const Tmpfs = { ...owned.spec.HostConfig?.Tmpfs, [home]: "rw,exec,nosuid,nodev,mode=1777" };
  owned.spec.HostConfig = { ...owned.spec.HostConfig, Tmpfs };
  return owned;
}
