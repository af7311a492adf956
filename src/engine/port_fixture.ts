import { until } from "../lib/until_fixture.ts";

/** A port of loopback on which nothing listens. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Waits until something listens there. @throws Error when nothing does */
export async function listening(port: number): Promise<void> {
  await until(() => isListening(port), { what: () => `something listens on port ${port}` });
}

async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}
