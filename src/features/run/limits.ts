import type { RestartPolicy, Ulimit } from "../../engine/containers/spec.ts";
import { invalidValue } from "./invalid_value.ts";
import { parseByteSize } from "./quantities.ts";

const ulimitNames = ("as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio " +
  "rttime sigpending stack").split(" ");

/** Reads `--ulimit`: `nofile=1024:2048`, one number for both, −1 for no limit. @throws UsageFailure */
export function parseUlimit(text: string, flag: string): Ulimit {
  const match = /^([a-z]+)=(-1|\d+)(?::(-1|\d+))?$/.exec(text);
  if (!match) {
    throw invalidValue(text, flag, "Write NAME=SOFT[:HARD], for example nofile=1024:2048");
  }
  const [, Name, soft, hard = soft] = match;
  if (!ulimitNames.includes(Name)) {
    throw invalidValue(text, flag, `Use one of ${ulimitNames.join(", ")}`, `There is no ${Name}`);
  }
  const [Soft, Hard] = [Number(soft), Number(hard)];
  if (Hard !== -1 && (Soft === -1 || Soft > Hard)) {
    throw invalidValue(text, flag, "Give a soft limit that is not above the hard one");
  }
  return { Name, Soft, Hard };
}

/** Reads `--restart`: a policy, with a count of tries for on-failure. @throws UsageFailure */
export function parseRestartPolicy(text: string, flag: string): RestartPolicy {
  const [Name, count, ...more] = text.split(":");
  const known = ["", "no", "always", "unless-stopped", "on-failure"];
  const counted = count === undefined || (Name === "on-failure" && /^\d+$/.test(count));
  if (!known.includes(Name) || !counted || more.length > 0) {
    throw invalidValue(text, flag, "Use no, always, unless-stopped or on-failure[:TIMES]");
  }
  return {
    Name: (Name || "no") as RestartPolicy["Name"],
    ...(count !== undefined && { MaximumRetryCount: Number(count) }),
  };
}

/** Reads `--tmpfs`: a path, options behind a colon. @throws UsageFailure */
export function parseTmpfs(text: string, flag: string): [path: string, options: string] {
  const colon = text.indexOf(":");
  const path = colon < 0 ? text : text.slice(0, colon);
  if (path.startsWith("/")) return [path, colon < 0 ? "" : text.slice(colon + 1)];
  throw invalidValue(text, flag, "Write /PATH[:OPTIONS], for example /tmp:size=64m");
}

/** A capability as the engine names it: `net_admin` is `CAP_NET_ADMIN`. @throws UsageFailure */
export function parseCapability(text: string, flag: string): string {
  const name = text.trim().toUpperCase();
  if (name === "ALL") return name;
  if (/^[A-Z_]+$/.test(name)) return name.startsWith("CAP_") ? name : `CAP_${name}`;
  throw invalidValue(text, flag, "Name a capability such as NET_ADMIN, or ALL");
}

/** A device and a weight or rate on it: `/dev/sda:1mb`. */
export interface DeviceRate {
  Path: string;
  Rate: number;
}

/** Reads `--device-read-bps` and its like. @throws UsageFailure */
export function parseDeviceBytes(text: string, flag: string): DeviceRate {
  const [Path, rate] = devicePair(text, flag);
  return { Path, Rate: parseByteSize(rate, flag) };
}

/** Reads `--device-read-iops` and its like. @throws UsageFailure */
export function parseDeviceCount(text: string, flag: string): DeviceRate {
  const [Path, rate] = devicePair(text, flag);
  if (/^\d+$/.test(rate)) return { Path, Rate: Number(rate) };
  throw invalidValue(text, flag, "Write /DEVICE:NUMBER, for example /dev/sda:1000");
}

function devicePair(text: string, flag: string): [string, string] {
  const match = /^(\/dev\/[^:]+):(.+)$/.exec(text);
  if (match) return [match[1], match[2]];
  throw invalidValue(text, flag, "Write /DEVICE:RATE, for example /dev/sda:1mb");
}
