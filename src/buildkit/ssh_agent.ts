import { protoFields, protoText, ProtoWriter } from "../lib/protobuf.ts";
import type { ByteStream } from "../engine/transport.ts";
import { type GrpcCall, GrpcError, type GrpcHandler, GrpcStatus, unary } from "./grpc.ts";

/** Asks whether there is an agent for a step with `--mount=type=ssh` (engine.md 5.4). */
export const checkAgentMethod = "/moby.sshforward.v1.SSH/CheckAgent";
/** Carries the agent's bytes both ways. */
export const forwardAgentMethod = "/moby.sshforward.v1.SSH/ForwardAgent";

/** Name under which the call's metadata carries the agent's id. */
const idField = "buildkit.ssh.id";
const defaultId = "default";

/** Agents by their id: each connects to one. */
export type AgentDialers = ReadonlyMap<string, () => Promise<ByteStream>>;

/** Tells whether an agent of the id asked for was given. */
export function checkAgentService(agents: AgentDialers): GrpcHandler {
  return unary((request) => {
    const asked = [...protoFields(request)].find(({ field }) => field === 1);
    agentOf(agents, asked ? protoText(asked.bytes) : "");
    return new Uint8Array();
  });
}

/** Joins a step's agent socket with the agent, until either side ends. */
export function forwardAgentService(agents: AgentDialers): GrpcHandler {
  return async (call) => {
    const id = call.metadata.find(([name]) => name === idField)?.[1] ?? "";
    const agent = await agentOf(agents, id)();
    try {
      await Promise.race([toAgent(call, agent), fromAgent(call, agent)]);
    } finally {
      agent.close();
    }
  };
}

function agentOf(agents: AgentDialers, id: string): () => Promise<ByteStream> {
  const agent = agents.get(id || defaultId);
  if (agent) return agent;
  throw new GrpcError(GrpcStatus.notFound, `No ssh agent ${id || defaultId} was given`);
}

async function toAgent(call: GrpcCall, agent: ByteStream): Promise<void> {
  for (let message; (message = await call.receive()) !== null;) {
    for (const { field, bytes } of protoFields(message)) {
      if (field !== 1) continue;
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await agent.write(rest));
    }
  }
}

async function fromAgent(call: GrpcCall, agent: ByteStream): Promise<void> {
  const buffer = new Uint8Array(32 * 1024);
  for (let count; (count = await agent.read(buffer)) !== null;) {
    await call.send(new ProtoWriter(count + 16).bytes(1, buffer.subarray(0, count)).finish());
  }
}
