import { join } from "../lib/path.ts";
import { quote } from "../lib/shell_quote.ts";
import { abortable } from "./abortable.ts";
import { ProcessStream } from "./dial_stdio.ts";
import type { DialerOptions } from "./dialer.ts";
import type { SshEndpoint } from "./host_address.ts";
import type { ResolvedHost } from "./host.ts";
import { explainRemote, explainSshEnd, explainSshLoss } from "./ssh_failure.ts";
import type { RemoteEngine } from "./ssh_probe.ts";
import { SshEnded, SshProcess } from "./ssh_process.ts";
import type { ByteStream } from "./transport.ts";

/** Connections through one log-in, whichever way the far side allows. */
interface Tunnel {
  ssh: SshProcess;
  dial(): Promise<ByteStream>;
}

/**
 * Dials an engine behind ssh. The first connection logs in; all of them share that ssh, which ends
 * with the dialer.
 */
export class SshDialer implements AsyncDisposable {
  #tunnel: Promise<Tunnel> | undefined;
  #ssh: SshProcess | undefined;

  constructor(
    readonly endpoint: SshEndpoint,
    readonly host: ResolvedHost,
    readonly options: DialerOptions,
  ) {}

  /** @throws as Dialer.dial */
  async dial(signal?: AbortSignal): Promise<ByteStream> {
    signal?.throwIfAborted();
    this.#tunnel ??= this.#open();
    const tunnel = await abortable(this.#tunnel, signal, () => {});
    try {
      return await abortable(tunnel.dial(), signal, (late) => late.close());
    } catch (error) {
      if (signal?.aborted) throw error;
      // Nobody behind the private socket: ssh is gone, even where its end has not been seen yet.
      const refused = error instanceof Deno.errors.ConnectionRefused ||
        error instanceof Deno.errors.NotFound;
      if (!refused && !tunnel.ssh.hasEnded) throw error;
      throw explainSshLoss(tunnel.ssh, this.host, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ssh?.[Symbol.asyncDispose]();
  }

  async #open(): Promise<Tunnel> {
    const { env, interactive } = this.options;
    const ssh = this.#ssh = await SshProcess.start(this.endpoint, env, interactive);
    let found: RemoteEngine | undefined;
    try {
      found = await ssh.remoteEngine();
    } catch (error) {
      if (!(error instanceof SshEnded)) throw error;
      throw await explainSshEnd(ssh, this.endpoint, this.host, error);
    }
    return await this.#forwarded(ssh, found) ?? this.#throughStdio(ssh, found);
  }

  /** The far socket as a local one; undefined where there is none or forwarding is forbidden. */
  async #forwarded(ssh: SshProcess, found?: RemoteEngine): Promise<Tunnel | undefined> {
    if (found?.state !== "ready") return undefined;
    const path = join(ssh.directory, "s");
    const dial = () => Deno.connect({ transport: "unix", path });
    const made = await ssh.control("-O", "forward", "-L", `${path}:${found.socketPath}`, "dk");
    return made && await answers(dial) ? { ssh, dial } : undefined;
  }

  /** `docker system dial-stdio` on the far side, once per connection. */
  #throughStdio(ssh: SshProcess, found?: RemoteEngine): Tunnel {
    const nowhere = found?.state === "absent" && this.endpoint.socketPath !== undefined;
    const unusable = found && (found.state === "denied" || nowhere || !found.hasDockerCli);
    if (unusable) throw explainRemote(found, this.endpoint, this.host);
    const socket = this.endpoint.socketPath ?? (found?.state === "ready" ? found.socketPath : "");
    const host = socket ? `--host=${quote(`unix://${socket}`)} ` : "";
    const words = ["-T", "--", "dk", `docker ${host}system dial-stdio`];
    const explain = (lastLine: string) =>
      explainRemote(found, this.endpoint, this.host, lastLine || ssh.lastLine);
    const dial = () => Promise.resolve(new ProcessStream(ssh.command(words, "piped"), explain));
    return { ssh, dial };
  }
}

/**
 * True when the engine answers over a fresh connection: sshd makes the local socket in any case,
 * and hangs up on connections that it may not forward.
 */
async function answers(dial: () => Promise<ByteStream>): Promise<boolean> {
  const connection = await dial();
  try {
    const ping = "HEAD /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
    await connection.write(new TextEncoder().encode(ping));
    return await connection.read(new Uint8Array(1)) !== null;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe) {
      return false;
    }
    throw error;
  } finally {
    connection.close();
  }
}
