/** A port of a container, as the engine lists it. */
export interface ListedPort {
  IP?: string;
  PrivatePort: number;
  PublicPort?: number;
  Type: string;
}

interface PortRange {
  ip: string;
  protocol: string;
  first: number;
  last: number;
}

/**
 * Ports as `docker ps` prints them: neighbouring ones joined (`8000-8002/tcp`), those published
 * under the same number too (`0.0.0.0:80-82->80-82/tcp`), the others one by one
 * (`0.0.0.0:8080->80/tcp`) at the end.
 */
export function formatPorts(ports: readonly ListedPort[]): string {
  const open = new Map<string, PortRange>();
  const closed: PortRange[] = [];
  const mapped: string[] = [];
  for (const port of [...ports].sort(comparePorts)) {
    const ip = port.IP ?? "";
    if (ip !== "" && port.PublicPort !== port.PrivatePort) {
      mapped.push(`${joinHostPort(ip, `${port.PublicPort}`)}->${port.PrivatePort}/${port.Type}`);
      continue;
    }
    const key = `${ip}/${port.Type}`;
    const range = open.get(key);
    if (range && port.PrivatePort === range.last + 1) {
      range.last = port.PrivatePort;
      continue;
    }
    if (range) closed.push(range);
    const { PrivatePort: first, Type: protocol } = port;
    open.set(key, { ip, protocol, first, last: first });
  }
  return [...[...closed, ...open.values()].map(formatRange), ...mapped].join(", ");
}

function comparePorts(a: ListedPort, b: ListedPort): number {
  return a.PrivatePort - b.PrivatePort || compareText(a.IP ?? "", b.IP ?? "") ||
    (a.PublicPort ?? 0) - (b.PublicPort ?? 0) || compareText(a.Type, b.Type);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function formatRange({ ip, protocol, first, last }: PortRange): string {
  const ports = first === last ? `${first}` : `${first}-${last}`;
  return ip === "" ? `${ports}/${protocol}` : `${joinHostPort(ip, ports)}->${ports}/${protocol}`;
}

function joinHostPort(host: string, port: string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
