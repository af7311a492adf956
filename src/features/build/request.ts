import type { Environment } from "../../lib/environment.ts";
import type { GrpcHandler } from "../../buildkit/grpc.ts";
import type { AgentDialers } from "../../buildkit/ssh_agent.ts";
import type { Engine } from "../../engine/transport.ts";
import type { CredentialOptions } from "../../registry/credential_store.ts";
import type { BuildContext } from "../context/entry.ts";
import type { Loan } from "../lend/loan.ts";
import type { BuildObserver } from "./events.ts";
import type { BuildPlan, ContextSource } from "./plan.ts";

/** A build and what its steps may ask for. */
export interface BuildRequest<Source extends ContextSource = ContextSource> {
  plan: BuildPlan<Source>;
  /** Secrets by their id, read when a step asks. */
  secrets: ReadonlyMap<string, () => Promise<Uint8Array>>;
  sshAgents: AgentDialers;
  /** Files and variables of this machine that all steps find and the image does not keep. BuildKit only. */
  loan?: Loan;
  /**
   * The files to build from, looked through already, and the Dockerfile that travels along, in
   * place of what the plan names. BuildKit only.
   */
  context?: BuildContext;
  /** Gives the engine's texts in the words of the user's Dockerfile, where {@link context} has another. */
  conceal?: (text: string) => string;
  /** Where the result goes; the engine's image store when left out. BuildKit only. */
  output?: BuildOutput;
  /** Records the cache inside the image. BuildKit only. */
  cacheTo?: "inline";
  /** What the engine's exporter is told besides: annotations. */
  attributes: Readonly<Record<string, string>>;
}

/** A result that comes back to this side. */
export interface BuildOutput {
  type: "tar" | "docker" | "oci";
  /** As the engine takes them; paths of this side are not among them. */
  attributes: Readonly<Record<string, string>>;
  /** Takes what the engine sends. */
  receive: GrpcHandler;
}

/** What a build works with. */
export interface BuildWork {
  engine: Engine;
  /** Absolute. */
  cwd: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** Standard input, for the builds that read it. */
  stdin(): AsyncIterable<Uint8Array>;
  credentials: CredentialOptions;
  /** The user's environment, for the programs that fetch a context. */
  env: Environment;
  /** Whether somebody can answer a question of theirs. */
  interactive: boolean;
  observe: BuildObserver;
  signal?: AbortSignal;
}
