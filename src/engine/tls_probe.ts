import type { TcpEndpoint } from "./host_address.ts";

const probeTimeoutMs = 3000;
const alertRecord = 21;
const handshakeRecord = 22;

/**
 * True when what listens at `endpoint` answers a TLS greeting in TLS. Asked only to explain a
 * failure; an endpoint that does not answer counts as no.
 */
export async function speaksTls({ hostname, port }: TcpEndpoint): Promise<boolean> {
  let connection: Deno.TcpConn;
  try {
    connection = await Deno.connect({ hostname, port });
  } catch {
    return false; // The failure being explained has its own reason; this one adds nothing.
  }
  const timer = setTimeout(() => connection.close(), probeTimeoutMs);
  try {
    await connection.write(clientHello());
    const answer = new Uint8Array(1);
    await connection.read(answer);
    return answer[0] === alertRecord || answer[0] === handshakeRecord;
  } catch {
    return false; // Reset or timed out: no TLS either way.
  } finally {
    clearTimeout(timer);
    closeQuietly(connection);
  }
}

/** The smallest greeting of TLS 1.2 (RFC 5246, 7.4.1.2): two cipher suites and no extension. */
function clientHello(): Uint8Array<ArrayBuffer> {
  const random = crypto.getRandomValues(new Uint8Array(32));
  const body = [3, 3, ...random, 0, 0, 4, 0xc0, 0x2f, 0x00, 0x9c, 1, 0];
  const message = [1, 0, 0, body.length, ...body];
  return Uint8Array.from([handshakeRecord, 3, 1, 0, message.length, ...message]);
}

function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error; // The timer was first.
  }
}
