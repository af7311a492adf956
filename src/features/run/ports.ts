import type { PortBinding } from "../../engine/containers/spec.ts";
import { parseFields } from "./field_list.ts";
import { invalidValue } from "./invalid_value.ts";
import { isIpAddress } from "./addresses.ts";

/** One port of the container and where it appears on the host. */
export interface PublishedPort {
  /** Such as `80/tcp`. */
  port: string;
  binding: PortBinding;
}

interface Range {
  first: number;
  last: number;
}

const form = "Write [[IP:]HOST_PORT:]CONTAINER_PORT[/tcp|udp|sctp], for example 8080:80";
const protocols = ["tcp", "udp", "sctp"];
const maxPort = 65535;

/**
 * Reads `-p`: `80`, `8080:80`, `127.0.0.1:8080:80/udp`, ranges of equal length, a range of host
 * ports for one of the container, and the long form `target=80,published=8080,protocol=tcp`.
 *
 * @throws UsageFailure
 */
export function parsePublish(text: string, flag: string): PublishedPort[] {
  const spec = text.includes("=") ? shortForm(text, flag) : text;
  const [ports, protocol] = splitProtocol(spec, text, flag);
  const parts = ports.split(":");
  const container = parseRange(parts.pop()!, text, flag);
  const hostText = parts.pop() ?? "";
  const host = hostText === "" ? undefined : parseRange(hostText, text, flag);
  const HostIp = parseHostIp(parts.join(":"), text, flag);
  if (host && host.last - host.first !== container.last - container.first) {
    if (container.first !== container.last) {
      throw invalidValue(text, flag, "Give as many host ports as container ports");
    }
    return [{ port: `${container.first}/${protocol}`, binding: { HostIp, HostPort: hostText } }];
  }
  return numbers(container).map((port, index) => ({
    port: `${port}/${protocol}`,
    binding: { HostIp, HostPort: host ? String(host.first + index) : "" },
  }));
}

/** Reads `--expose`: `80`, `90-91/udp`. Returns keys such as `80/tcp`. @throws UsageFailure */
export function parseExpose(text: string, flag: string): string[] {
  const [ports, protocol] = splitProtocol(text, text, flag);
  return numbers(parseRange(ports, text, flag)).map((port) => `${port}/${protocol}`);
}

function shortForm(text: string, flag: string): string {
  const fields: Record<string, string> = { protocol: "tcp", published: "", target: "" };
  for (const { key, value } of parseFields(text, flag)) {
    if (!(key in fields) || !value) {
      throw invalidValue(text, flag, "Use the keys target, published and protocol");
    }
    fields[key] = value;
  }
  return `${fields.published}:${fields.target}/${fields.protocol}`;
}

function splitProtocol(spec: string, text: string, flag: string): [string, string] {
  const slash = spec.indexOf("/");
  if (slash < 0) return [spec, "tcp"];
  const protocol = spec.slice(slash + 1).toLowerCase();
  if (protocols.includes(protocol)) return [spec.slice(0, slash), protocol];
  throw invalidValue(text, flag, `Use one of the protocols ${protocols.join(", ")}`);
}

function parseRange(ports: string, text: string, flag: string): Range {
  const match = /^(\d+)(?:-(\d+))?$/.exec(ports);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match && first <= last && last <= maxPort) return { first, last };
  const why = match
    ? `${ports} is no port up to ${maxPort} and no range of them`
    : `${JSON.stringify(ports)} is not a port number`;
  throw invalidValue(text, flag, form, why);
}

function parseHostIp(ip: string, text: string, flag: string): string {
  const bare = /^\[(.*)\]$/.exec(ip)?.[1] ?? ip;
  if (bare === "" || isIpAddress(bare)) return bare;
  throw invalidValue(text, flag, form, `${JSON.stringify(ip)} is not an IP address`);
}

function numbers({ first, last }: Range): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
