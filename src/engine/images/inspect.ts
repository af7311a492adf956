import { askJson, askList, type Cancellable } from "../ask.ts";
import { imagePath } from "../paths.ts";
import { inspectPath } from "../raw_inspect.ts";
import type { Transport } from "../transport.ts";

/** What dk reads of an image's description; the whole of it is had from `rawInspect`. */
export interface ImageDetails {
  Id: string;
  RepoTags: string[] | null;
  RepoDigests: string[] | null;
  /** RFC 3339; empty where the image does not say. */
  Created: string;
  Author?: string;
  Architecture: string;
  Variant?: string;
  Os: string;
  /** Bytes. */
  Size: number;
  /** Digests of the unpacked layers, the lowest first; absent for an image that is not whole. */
  RootFS: { Type?: string; Layers?: string[] | null };
  Config: ImageConfig | null;
  /** Only with the containerd image store, from API 1.48 on: tells the stores apart. */
  Descriptor?: { digest: string; mediaType: string; size: number };
  /** Only where it was asked for and with the containerd store. */
  Manifests?: ImageManifest[];
}

/** What containers made of an image begin with. */
export interface ImageConfig {
  User?: string;
  Env?: string[] | null;
  Cmd?: string[] | null;
  Entrypoint?: string[] | null;
  WorkingDir?: string;
  Labels?: Record<string, string> | null;
  ExposedPorts?: Record<string, unknown> | null;
  Volumes?: Record<string, unknown> | null;
  StopSignal?: string;
  Shell?: string[] | null;
}

/** One platform's manifest of an image in a containerd store. */
export interface ImageManifest {
  ID: string;
  /** False when any of its blobs is missing (engine.md 9.4). */
  Available: boolean;
  Kind: "image" | "attestation" | "unknown";
  Size: { Content: number; Total: number };
  ImageData?: { Platform: { os: string; architecture: string; variant?: string } };
}

/**
 * What the engine knows of an image: `GET /images/NAME/json`. With `manifests` an engine of API
 * 1.48 or newer also tells which platforms it holds, and whether they are whole.
 *
 * @throws EngineError 404 when there is no such image
 */
export async function inspectImage(
  transport: Transport,
  name: string,
  options: Cancellable & { manifests?: boolean } = {},
): Promise<ImageDetails> {
  return await askJson<ImageDetails>(transport, {
    method: "GET",
    path: inspectPath("images", name),
    query: { manifests: options.manifests || undefined },
    signal: options.signal,
  });
}

/** One step of an image's making, the newest first. */
export interface HistoryEntry {
  /** Image id of the step; `<missing>` where the engine has none. */
  Id: string;
  /** Seconds since the epoch. */
  Created: number;
  CreatedBy: string;
  Tags: string[] | null;
  /** Bytes that the step added. */
  Size: number;
  Comment: string;
}

/** How an image came to be: `GET /images/NAME/history`. @throws EngineError 404 */
export async function imageHistory(
  transport: Transport,
  name: string,
  options: Cancellable = {},
): Promise<HistoryEntry[]> {
  return await askList<HistoryEntry>(transport, {
    method: "GET",
    path: imagePath(name, "history"),
    signal: options.signal,
  });
}
