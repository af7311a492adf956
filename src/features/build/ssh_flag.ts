import type { AgentDialers } from "../../buildkit/ssh_agent.ts";
import type { Environment } from "../../lib/environment.ts";
import { Failure } from "../../lib/failure.ts";
import { resolve } from "../../lib/path.ts";
import { invalidValue } from "../run/invalid_value.ts";

/** An ssh agent for a build's steps. */
export interface AgentSource {
  id: string;
  /** Path of the agent's socket as typed; the caller's own agent when left out. */
  socket?: string;
}

/** Reads `--ssh`: `default`, or `ID=SOCKET`. @throws UsageFailure */
export function parseAgent(text: string, flag: string): AgentSource {
  const match = /^([^=,]+)(?:=([^,]+))?$/.exec(text);
  if (!match) throw invalidValue(text, flag, "Write default, or ID=SOCKET");
  const [, id, socket] = match;
  return { id, socket };
}

/**
 * How to reach each agent. Keys are not read by dk itself: a socket must be an agent's.
 *
 * @throws Failure when there is no agent, or the path is not a socket
 */
export async function openAgents(
  sources: readonly AgentSource[],
  world: { env: Environment; cwd: string },
): Promise<AgentDialers> {
  const agents = new Map<string, () => Promise<Deno.UnixConn>>();
  for (const { id, socket = world.env.SSH_AUTH_SOCK } of sources) {
    if (!socket) {
      throw new Failure(`There is no ssh agent for --ssh ${id}`, {
        why: "SSH_AUTH_SOCK is not set",
        next: "Start one (eval $(ssh-agent); ssh-add), or name its socket: --ssh ID=SOCKET",
      });
    }
    const path = resolve(world.cwd, socket);
    await checkSocket(id, path);
    agents.set(id, () => Deno.connect({ transport: "unix", path }));
  }
  return agents;
}

async function checkSocket(id: string, path: string): Promise<void> {
  const next = "Name the socket of a running agent; load keys into it with ssh-add";
  try {
    if ((await Deno.stat(path)).isSocket) return;
  } catch (cause) {
    throw new Failure(`The ssh agent ${path} for --ssh ${id} is not there`, { next, cause });
  }
  throw new Failure(`${path} for --ssh ${id} is not the socket of an ssh agent`, { next });
}
