import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseProbe, probeCommand } from "./ssh_probe.ts";

Deno.test("parseProbe() finds the answer behind what a login script prints", () => {
  deepStrictEqual(parseProbe("Welcome!\ndk-probe\n\ndk-probe ready docker - /run/a b.sock\n"), {
    state: "ready",
    socketPath: "/run/a b.sock",
    group: undefined,
    hasDockerCli: true,
  });
  deepStrictEqual(parseProbe("\ndk-probe denied - docker /var/run/docker.sock\n"), {
    state: "denied",
    socketPath: "/var/run/docker.sock",
    group: "docker",
    hasDockerCli: false,
  });
  deepStrictEqual(parseProbe("\ndk-probe absent - - \n")?.state, "absent");
});

Deno.test("parseProbe() waits for the whole line", () => {
  const answer = "\ndk-probe ready - - /run/d.sock\n";
  for (let length = 0; length < answer.length; length++) {
    strictEqual(parseProbe(answer.slice(0, length)), undefined);
  }
});

Deno.test("probeCommand() finds a socket with an odd name, in any login shell's words", async () => {
  const directory = await Deno.makeTempDir({ prefix: "dkt-host-" });
  try {
    const path = `${directory}/it's a "socket".sock`;
    using _listener = Deno.listen({ transport: "unix", path });
    const shell = new Deno.Command("sh", {
      args: ["-c", probeCommand(path)],
      env: { DOCKER_HOST: "unix:///elsewhere" },
      stdin: "null",
    });
    const found = parseProbe(new TextDecoder().decode((await shell.output()).stdout));
    strictEqual(found?.state, "ready");
    strictEqual(found?.socketPath, path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
