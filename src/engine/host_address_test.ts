import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import { formatEndpoint, parseHostAddress } from "./host_address.ts";

/** What docker 28.2.2 makes of each address (`docker context inspect default`). */
const accepted: [address: string, full: string][] = [
  ["", "unix:///var/run/docker.sock"],
  ["  ", "unix:///var/run/docker.sock"],
  ["unix://", "unix:///var/run/docker.sock"],
  ["unix:///a b", "unix:///a b"],
  ["unix://rel/x", "unix://rel/x"],
  ["tcp://", "tcp://localhost:2375"],
  ["tcp://h", "tcp://h:2375"],
  ["tcp://:99", "tcp://localhost:99"],
  ["tcp://h:", "tcp://h:2375"],
  ["tcp://h:1/base", "tcp://h:1/base"],
  ["tcp://h/base", "tcp://h:2375/base"],
  ["tcp:///base", "tcp://localhost:2375/base"],
  ["tcp://h:1/base/", "tcp://h:1/base"],
  [" tcp://h:1 ", "tcp://h:1"],
  ["tcp://u:p@h:1", "tcp://h:1"],
  ["tcp://h:1?q", "tcp://h:1"],
  ["tcp://h:1#f", "tcp://h:1"],
  ["h:1", "tcp://h:1"],
  ["h", "tcp://h:2375"],
  ["h:1/base", "tcp://h:1/base"],
  [":5", "tcp://localhost:5"],
  ["1.2.3.4", "tcp://1.2.3.4:2375"],
  ["[::1]:5", "tcp://[::1]:5"],
  ["tcp://[::1]", "tcp://[::1]:2375"],
  ["tcp://[::1]:5/b", "tcp://[::1]:5/b"],
  ["[::1]", "tcp://[::1]:2375"],
  ["tcp://::1", "tcp://[::1]:2375"],
  ["ssh://me@box", "ssh://me@box"],
  ["ssh://box:22/a/b.sock", "ssh://box:22/a/b.sock"],
  ["ssh://box/", "ssh://box"],
];

Deno.test("parseHostAddress() reads every form that docker takes", () => {
  for (const [address, full] of accepted) {
    strictEqual(formatEndpoint(parseHostAddress(address, "DOCKER_HOST")), full, address);
  }
});

Deno.test("parseHostAddress() takes an ssh address apart", () => {
  deepStrictEqual(parseHostAddress("ssh://a%40b@box:2222/run/d.sock", "--host"), {
    kind: "ssh",
    user: "a@b",
    hostname: "box",
    port: 2222,
    socketPath: "/run/d.sock",
  });
});

const refused = [
  "http://h:1",
  "https://h",
  "foo://x",
  "TCP://h:1",
  "://",
  "tcp://h:abc",
  "tcp://h:0",
  "tcp://h:70000",
  "tcp://h 1",
  "tcp://a:b:c",
  "1:2:3",
  "tcp://[::1",
  "tcp:h:1",
  "unix:/x",
  "/var/run/docker.sock",
  "npipe:////./pipe/x",
  "fd://",
  "ssh://",
  "ssh:///x",
  "ssh://box?x",
  "ssh://box#f",
  "ssh://me@box:x",
  "ssh://-oProxyCommand=x",
  "ssh://-l@box",
  "ssh://%zz@box",
];

Deno.test("parseHostAddress() refuses anything else and names the value and its source", () => {
  for (const address of refused) {
    throws(() => parseHostAddress(address, "DOCKER_HOST"), (error) => {
      ok(error instanceof UsageFailure, address);
      strictEqual(error.message, `Bad engine address "${address}" in DOCKER_HOST`);
      ok(error.why && error.next, address);
      return true;
    });
  }
});

Deno.test("parseHostAddress() keeps a password out of the message", () => {
  throws(() => parseHostAddress("ssh://me:secret@box", "--host"), (error) => {
    ok(error instanceof UsageFailure);
    ok(!`${error.message}${error.why}${error.next}`.includes("secret"));
    return true;
  });
});
