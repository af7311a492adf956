import { askJson, type Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { Transport } from "../transport.ts";

/** Name and changes of the image that a commit makes. */
export interface CommitOptions extends Cancellable {
  /** Repository name without tag; an image without a name when left out. */
  repo?: string;
  tag?: string;
  comment?: string;
  author?: string;
  /** Dockerfile instructions such as `ENV A=b` and `CMD ["x"]`. */
  changes?: string[];
  /** Pauses the container meanwhile; the engine's default is to do so. */
  pause?: boolean;
}

/** Makes an image of a container: `POST /commit`. Resolves with the image's id, `sha256:…`. */
export async function commitContainer(
  transport: Transport,
  id: string,
  options: CommitOptions = {},
): Promise<string> {
  const { repo, tag, comment, author, changes, pause, signal } = options;
  const created = await askJson<{ Id: string }>(transport, {
    method: "POST",
    path: "/commit",
    query: { container: id, repo, tag, comment, author, changes, pause },
    json: null, // No other settings than the container's; Podman refuses an empty body.
    signal,
  });
  return created.Id.includes(":") ? created.Id : `sha256:${created.Id}`; // Podman: bare digits.
}

/**
 * The container's whole file system as a tar stream, without volumes: `GET /containers/ID/export`.
 * Read the stream to its end or cancel it.
 */
export async function exportContainer(
  transport: Transport,
  id: string,
  options: Cancellable = {},
): Promise<ReadableStream<Uint8Array>> {
  const path = objectPath("containers", id, "export");
  const response = await transport.request({ method: "GET", path, signal: options.signal });
  return response.body;
}
