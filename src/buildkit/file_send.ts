import { protoFields } from "../lib/protobuf.ts";
import type { GrpcHandler } from "./grpc.ts";

/** The method by which the engine hands over the result of `--output` (engine.md 5.4). */
export const fileSendMethod = "/moby.filesync.v1.FileSend/DiffCopy";

/**
 * Takes an archive: the engine's output types `tar`, `docker` and `oci`. The type `local` has a
 * protocol of its own, which dk does without: it unpacks a tar.
 *
 * @param take reads the archive to its end
 */
export function receiveArchive(
  take: (archive: AsyncIterable<Uint8Array>) => Promise<void>,
): GrpcHandler {
  return (call) =>
    take((async function* () {
      for (let message; (message = await call.receive()) !== null;) {
        for (const { field, bytes } of protoFields(message)) if (field === 1) yield bytes;
      }
    })());
}
