import { askJson, type Cancellable } from "../ask.ts";
import type { Transport } from "../transport.ts";
import type { ContainerSpec } from "./spec.ts";

/** A container that exists and was not started. */
export interface CreatedContainer {
  id: string;
  /** What the engine could not do as asked, in its words. */
  warnings: string[];
}

/**
 * Creates a container: `POST /containers/create` (engine.md 3.1).
 *
 * @throws EngineError 404 when the image is not there (pull it, then ask again), 409 when the
 * name is taken, 400 when the engine does not accept the specification
 */
export async function createContainer(
  transport: Transport,
  spec: ContainerSpec,
  options: Cancellable & { name?: string; platform?: string } = {},
): Promise<CreatedContainer> {
  const created = await askJson<{ Id: string; Warnings?: string[] | null }>(transport, {
    method: "POST",
    path: "/containers/create",
    query: { name: options.name, platform: options.platform },
    json: spec,
    signal: options.signal,
  });
  return { id: created.Id, warnings: created.Warnings ?? [] };
}
