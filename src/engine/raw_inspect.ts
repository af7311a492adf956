import type { Cancellable } from "./ask.ts";
import { imagePath, objectPath } from "./paths.ts";
import type { Transport } from "./transport.ts";

/** Nouns that the engine describes with a JSON document. */
export type InspectedNoun = "containers" | "images" | "networks" | "volumes";

/**
 * What the engine knows of one object, as the JSON text it sent: `GET /containers/ID/json` and
 * its like. Text, because numbers beyond 2^53 (memory limits) would not survive parsing.
 *
 * @throws EngineError 404 when there is no such object
 */
export async function rawInspect(
  transport: Transport,
  noun: InspectedNoun,
  name: string,
  options: Cancellable & { size?: boolean } = {},
): Promise<string> {
  const response = await transport.request({
    method: "GET",
    path: inspectPath(noun, name),
    query: { size: noun === "containers" ? options.size : undefined },
    signal: options.signal,
  });
  return await response.text();
}

/** Path of the document that describes one object. */
export function inspectPath(noun: InspectedNoun, name: string): string {
  if (noun === "images") return imagePath(name, "json");
  return objectPath(noun, name, noun === "containers" ? "json" : undefined);
}
