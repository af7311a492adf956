import { protoFields, protoText, ProtoWriter } from "../lib/protobuf.ts";
import { GrpcError, type GrpcHandler, GrpcStatus, unary } from "./grpc.ts";

/** The method by which a step with `--mount=type=secret` gets it (engine.md 5.4). */
export const secretMethod = "/moby.buildkit.secrets.v1.Secrets/GetSecret";

/**
 * Answers with secrets by their id. One that is not known is "not found", which the engine takes
 * for optional unless the step says `required`.
 */
export function secretService(
  find: (id: string) => Promise<Uint8Array | undefined>,
): GrpcHandler {
  return unary(async (request) => {
    const asked = [...protoFields(request)].find(({ field }) => field === 1);
    const id = asked ? protoText(asked.bytes) : "";
    const secret = await find(id);
    if (!secret) throw new GrpcError(GrpcStatus.notFound, `No secret ${id} was given`);
    return new ProtoWriter(secret.length + 16).bytes(1, secret).finish();
  });
}
