import type { DeviceMapping, DeviceRequest } from "../../engine/containers/spec.ts";
import { keyAndValue, parseFields } from "./field_list.ts";
import { invalidValue } from "./invalid_value.ts";

/** What `--device` asks for: a node of the host, or a device by its CDI name. */
export type DeviceChoice = { node: DeviceMapping } | { cdi: string };

const form = "Write /HOST/DEVICE[:/CONTAINER/DEVICE][:rwm], for example /dev/snd";
const permissions = /^(?!.*(.).*\1)[rwm]+$/;

/** Reads `--device`. @throws UsageFailure */
export function parseDevice(text: string, flag: string): DeviceChoice {
  if (/^[a-z0-9.-]+\.[a-z0-9.-]+\/[\w-]+=[\w.:-]+$/i.test(text)) return { cdi: text };
  const [host, second, third, ...more] = text.split(":");
  const refuse = (why: string) => invalidValue(text, flag, form, why);
  if (more.length > 0) throw refuse("It has more than three parts");
  if (!host.startsWith("/")) throw refuse(`${JSON.stringify(host)} is not an absolute path`);
  const secondIsMode = third === undefined && second !== undefined && permissions.test(second);
  const container = second === undefined || secondIsMode ? host : second;
  const mode = third ?? (secondIsMode ? second : "rwm");
  if (!container.startsWith("/")) throw refuse(`${JSON.stringify(container)} is not absolute`);
  if (!permissions.test(mode)) throw refuse(`${JSON.stringify(mode)} is not made of r, w and m`);
  return { node: { PathOnHost: host, PathInContainer: container, CgroupPermissions: mode } };
}

/** Reads `--device-cgroup-rule`: `c 1:3 rwm`. @throws UsageFailure */
export function parseDeviceRule(text: string, flag: string): string {
  if (/^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/.test(text)) return text;
  throw invalidValue(text, flag, "Write TYPE MAJOR:MINOR MODE, for example 'c 1:3 rwm'");
}

/**
 * Reads `--gpus`: `all`, a count, or fields `count`, `device`, `driver`, `capabilities`,
 * `options`; several devices stand in quotes: `"device=0,1"`.
 *
 * @throws UsageFailure
 */
export function parseGpus(text: string, flag: string): DeviceRequest {
  const request: DeviceRequest = {};
  const capabilities: string[] = [];
  for (const { key, value } of parseFields(text, flag)) {
    if (value === undefined || key === "count") request.Count = gpuCount(value ?? key, text, flag);
    else if (key === "device") request.DeviceIDs = value.split(",");
    else if (key === "driver") request.Driver = value;
    else if (key === "capabilities") capabilities.push(...value.split(","));
    else if (key === "options") {
      request.Options = Object.fromEntries(value.split(",").map(keyAndValue));
    } else {
      throw invalidValue(text, flag, "Use the keys count, device, driver, capabilities, options");
    }
  }
  if (!capabilities.includes("gpu")) capabilities.push("gpu");
  if (request.Count === undefined && !request.DeviceIDs) request.Count = 1;
  return { ...request, Capabilities: [capabilities] };
}

function gpuCount(value: string, text: string, flag: string): number {
  if (value === "all") return -1;
  if (/^-?\d+$/.test(value)) return Number(value);
  const next = "Give all, a number, or devices in quotes: '\"device=0,1\"'";
  throw invalidValue(text, flag, next);
}
