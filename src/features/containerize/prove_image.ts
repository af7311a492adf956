import { Failure } from "../../lib/failure.ts";
import type { ContainerizeWorld } from "./containerize.ts";
import type { Ledger } from "./ledger.ts";
import type { DockerfilePlan } from "./plan.ts";
import type { Proof } from "./proof/proof.ts";

/** What is to be compared. */
export interface BuiltFromSession {
  /** Id of the session's container. */
  container: string;
  ledger: Ledger;
  /** Where the session has data that is no part of it. */
  data: readonly string[];
  /** Id of the image. */
  image: string;
  plan: DockerfilePlan;
}

/**
 * Compares the image with the session, and tells.
 *
 * @throws Failure for a difference, if `verify` makes it one
 */
export async function proveImage(
  { container, ledger, data, image, plan }: BuiltFromSession,
  { verify }: { verify: boolean },
  { engine, listen, signal }: ContainerizeWorld,
): Promise<Proof> {
  await listen({ kind: "stage", text: "Comparing the image with the session" });
  // Loaded late: it brings what digests files.
  const { proveEqual } = await import("./proof/prove.ts");
  const notice = (text: string) => void listen({ kind: "notice", text });
  const proof = await proveEqual(engine, {
    session: container,
    image,
    ledger,
    plan,
    data,
    notice,
    signal,
  });
  await listen({ kind: "proof", proof });
  if (!verify || proof.equal) return proof;
  const paths = new Set(proof.differences.map(({ path }) => path)).size;
  const [{ path, reason }] = proof.differences;
  throw new Failure(`The image is not what the session was: ${paths} paths differ`, {
    why: `The first is ${path}: ${reason}`,
    next: "Change the steps that the differences come from, or leave out --verify",
  });
}
