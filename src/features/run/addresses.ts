import { keyAndValue, parseFields } from "./field_list.ts";
import { invalidValue } from "./invalid_value.ts";

/** A network to join, and how the container appears there. */
export interface NetworkChoice {
  /** A network's name, or a mode: `none`, `host`, `bridge`, `container:NAME`. */
  name: string;
  aliases: string[];
  linkLocalIps: string[];
  driverOptions: Record<string, string>;
  ip?: string;
  ip6?: string;
  macAddress?: string;
  gatewayPriority?: number;
}

/** True for an IPv4 or IPv6 address in its usual notation, without brackets. */
export function isIpAddress(text: string): boolean {
  if (text.includes(":")) return /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`);
  const parts = text.split(".");
  return parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && +part < 256);
}

/** @throws UsageFailure */
export function parseIpAddress(text: string, flag: string): string {
  if (isIpAddress(text.trim())) return text.trim();
  throw invalidValue(text, flag, "Give an IP address such as 192.168.1.10 or fd00::10");
}

/** @throws UsageFailure */
export function parseMacAddress(text: string, flag: string): string {
  if (/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) return text;
  throw invalidValue(text, flag, "Give an address such as 92:d0:c6:0a:29:33");
}

/** Reads `--add-host`: `NAME:IP`, `NAME=IP` or `NAME:host-gateway`. @throws UsageFailure */
export function parseHostEntry(text: string, flag: string): string {
  const separator = text.includes("=") ? "=" : ":";
  const at = text.indexOf(separator);
  const name = text.slice(0, Math.max(at, 0));
  const address = text.slice(at + 1).replace(/^\[(.*)\]$/, "$1");
  if (name !== "" && (address === "host-gateway" || isIpAddress(address))) {
    return `${name}:${address}`;
  }
  throw invalidValue(text, flag, "Write NAME:IP, for example db:192.168.1.10");
}

/** Reads `--dns-search`: a domain, or `.` for none. @throws UsageFailure */
export function parseSearchDomain(text: string, flag: string): string {
  const domain = text.trim();
  if (domain === "." || /^[a-z0-9_]([a-z0-9_-]*\.?)+$/i.test(domain)) return domain;
  throw invalidValue(text, flag, "Give a domain such as example.org, or . for none");
}

/**
 * Reads `--network`: a name or mode, or the long form `name=NET,alias=A,ip=1.2.3.4,…`.
 *
 * @throws UsageFailure
 */
export function parseNetwork(text: string, flag: string): NetworkChoice {
  const choice: NetworkChoice = { name: text, aliases: [], linkLocalIps: [], driverOptions: {} };
  if (text.includes("=")) {
    choice.name = "";
    for (const { key, value } of parseFields(text, flag)) {
      if (!setNetworkField(choice, key, value ?? "", flag)) {
        throw invalidValue(
          text,
          flag,
          "Use the keys name, alias, ip, ip6, mac-address, link-local-ip, driver-opt, gw-priority",
          `${JSON.stringify(key)} is none of them`,
        );
      }
    }
  }
  if (choice.name !== "" && choice.name !== "container:") return choice;
  throw invalidValue(text, flag, "Name a network, or one of none, host, bridge, container:NAME");
}

function setNetworkField(to: NetworkChoice, key: string, value: string, flag: string): boolean {
  switch (key) {
    case "name":
      to.name = value;
      return true;
    case "alias":
      to.aliases.push(value);
      return true;
    case "ip":
      to.ip = parseIpAddress(value, flag);
      return true;
    case "ip6":
      to.ip6 = parseIpAddress(value, flag);
      return true;
    case "mac-address":
      to.macAddress = parseMacAddress(value, flag);
      return true;
    case "link-local-ip":
      to.linkLocalIps.push(parseIpAddress(value, flag));
      return true;
    case "driver-opt": {
      const [name, option] = keyAndValue(value);
      to.driverOptions[name] = option;
      return true;
    }
    case "gw-priority":
      if (!/^-?\d+$/.test(value)) throw invalidValue(value, flag, "Give a whole number");
      to.gatewayPriority = Number(value);
      return true;
    default:
      return false;
  }
}
