import { protoFields, protoText, ProtoWriter } from "../lib/protobuf.ts";
import { type GrpcHandler, unary } from "./grpc.ts";

/** The method by which the engine asks for a registry's credentials (engine.md 5.4). */
export const credentialsMethod = "/moby.filesync.v1.Auth/Credentials";

/** What dk knows of a registry; an identity token stands in `secret` with an empty user name. */
export interface RegistryLogin {
  username: string;
  secret: string;
}

/**
 * Answers with the credentials of the registry asked for, or with none: the engine then asks the
 * registry anonymously. Docker Hub asks under the name `registry-1.docker.io`.
 */
export function credentialsService(
  find: (registry: string) => Promise<RegistryLogin | undefined>,
): GrpcHandler {
  return unary(async (request) => {
    const [host] = protoFields(request);
    const login = await find(host ? protoText(host.bytes) : "");
    return new ProtoWriter().text(1, login?.username ?? "").text(2, login?.secret ?? "").finish();
  });
}
