import assert from "node:assert/strict";
import { formatPorts, type ListedPort } from "./ports.ts";

function port(spec: string): ListedPort {
  const [, ip, publicPort, privatePort, type] = spec.match(/^(?:(.+)>(\d+)>)?(\d+)\/(\w+)$/)!;
  const listed = { PrivatePort: Number(privatePort), Type: type };
  return ip ? { ...listed, IP: ip, PublicPort: Number(publicPort) } : listed;
}

const cases: ReadonlyArray<readonly [ports: string[], printed: string]> = [
  [[], ""],
  [["80/tcp"], "80/tcp"],
  [["8001/tcp", "8000/tcp", "8002/tcp"], "8000-8002/tcp"],
  [["80/tcp", "90/tcp"], "80/tcp, 90/tcp"],
  [["53/tcp", "53/udp"], "53/tcp, 53/udp"],
  [["0.0.0.0>8080>80/tcp"], "0.0.0.0:8080->80/tcp"],
  [["0.0.0.0>80>80/tcp", "::>80>80/tcp"], "0.0.0.0:80->80/tcp, [::]:80->80/tcp"],
  [["0.0.0.0>80>80/tcp", "0.0.0.0>81>81/tcp"], "0.0.0.0:80-81->80-81/tcp"],
  [["0.0.0.0>9>80/tcp", "443/tcp"], "443/tcp, 0.0.0.0:9->80/tcp"],
];

Deno.test("formatPorts() joins what docker joins", () => {
  for (const [ports, printed] of cases) assert.equal(formatPorts(ports.map(port)), printed);
});
