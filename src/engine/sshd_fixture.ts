import { freePort, listening } from "./port_fixture.ts";

/** A real sshd on loopback with keys, port and configuration of its own, and an `ssh` that knows it. */
export class Sshd implements AsyncDisposable {
  private constructor(
    readonly directory: string,
    readonly port: number,
    readonly user: string,
    readonly child: Deno.ChildProcess,
  ) {}

  /** @param lines more of sshd_config */
  static async start(...lines: string[]): Promise<Sshd> {
    const directory = await Deno.makeTempDir({ prefix: "dkt-host-sshd-" });
    const at = (name: string) => `${directory}/${name}`;
    for (const name of ["host", "id", "stranger"]) await makeKey(at(name));
    await Deno.copyFile(at("id.pub"), at("authorized"));
    if (Deno.uid() === 0) await Deno.mkdir("/run/sshd", { recursive: true });
    const port = freePort();
    await Deno.writeTextFile(at("sshd_config"), serverConfig(directory, port, lines));
    await Deno.writeTextFile(at("ssh_config"), clientConfig(directory));
    await Deno.mkdir(at("bin"));
    const wrapper = `#!/bin/sh\necho $$ >>'${at("pids")}'\nexec /usr/bin/ssh -F '${
      at("ssh_config")
    }' "$@"\n`;
    await Deno.writeTextFile(at("bin/ssh"), wrapper, { mode: 0o755 });
    const child = new Deno.Command("/usr/sbin/sshd", {
      args: ["-D", "-f", at("sshd_config"), "-E", at("log")],
      stdin: "null",
    }).spawn();
    const sshd = new Sshd(directory, port, await output("id", "-un"), child);
    await sshd.trust(at("host.pub"));
    await sshd.#ready();
    return sshd;
  }

  /** Address of the engine whose socket this is, seen through this sshd. */
  address(socketPath: string, user = this.user): string {
    return `ssh://${user}@127.0.0.1:${this.port}${socketPath}`;
  }

  /** Makes the key in this file the only one known of the host; none when left out. */
  async trust(publicKey?: string): Promise<void> {
    const key = publicKey === undefined ? "" : await Deno.readTextFile(publicKey);
    const line = key && `[127.0.0.1]:${this.port} ${key}`;
    await Deno.writeTextFile(`${this.directory}/known_hosts`, line);
  }

  /** Process ids of every ssh that was started for this server, the one that logged in first. */
  async clients(): Promise<number[]> {
    const lines = await Deno.readTextFile(`${this.directory}/pids`);
    return lines.trim().split("\n").map(Number);
  }

  async #ready(): Promise<void> {
    try {
      await listening(this.port);
    } catch (cause) {
      const log = await Deno.readTextFile(`${this.directory}/log`);
      throw new Error(`sshd does not listen: ${log}`, { cause });
    }
  }

  async [Symbol.asyncDispose]() {
    this.child.kill("SIGTERM");
    await this.child.status;
    await Deno.remove(this.directory, { recursive: true });
  }
}

function serverConfig(directory: string, port: number, lines: string[]): string {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${directory}/host`,
    `AuthorizedKeysFile ${directory}/authorized`,
    "PidFile none",
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    ...lines,
  ].join("\n") + "\n";
}

function clientConfig(directory: string): string {
  return [
    `IdentityFile ${directory}/id`,
    "IdentitiesOnly yes",
    "IdentityAgent none",
    `UserKnownHostsFile ${directory}/known_hosts`,
    "GlobalKnownHostsFile /dev/null",
    "StrictHostKeyChecking ask",
  ].join("\n") + "\n";
}

async function makeKey(path: string): Promise<void> {
  await output("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path);
}

async function output(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}
