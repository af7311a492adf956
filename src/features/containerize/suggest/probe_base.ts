import { EngineError } from "../../../engine/errors.ts";
import { copyOutput } from "../../../engine/output.ts";
import type { Transport } from "../../../engine/transport.ts";
import { Failure } from "../../../lib/failure.ts";
import { startAttached } from "../../session/attached_container.ts";
import type { NoticeListener } from "../../session/container_removal.ts";
import { TemporaryContainer } from "../../session/temporary_container.ts";
import { type BaseFacts, parseProbe, probeScript } from "./base_facts.ts";

/**
 * Looks into a base image that the engine has: a container of it runs {@link probeScript}, without
 * network, and is removed.
 *
 * @throws Failure when the image has no shell
 */
export async function probeBase(
  engine: Transport,
  image: string,
  options: { notice: NoticeListener; signal?: AbortSignal },
): Promise<BaseFacts> {
  const { notice, signal } = options;
  await using container = await TemporaryContainer.create(engine, {
    Image: image,
    Entrypoint: ["/bin/sh", "-c", probeScript],
    Cmd: [],
    NetworkDisabled: true,
    AttachStdout: true,
    AttachStderr: true,
    Labels: { "dk.session": "containerize-probe" },
  }, { notice, signal });
  const decoder = new TextDecoder();
  let printed = "";
  const stdout = (bytes: Uint8Array) => {
    printed += decoder.decode(bytes, { stream: true });
    return Promise.resolve();
  };
  const stderr = () => Promise.resolve();
  try {
    const { stream, wait } = await startAttached(engine, container.id, { stdin: false, signal });
    await copyOutput(stream, { stdout, stderr }, { tty: false, signal });
    await wait.status();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new Failure(`Cannot start a shell in ${image}`, {
      why: error.reason,
      next: "Choose a base image that has /bin/sh",
      cause: error,
    });
  }
  return parseProbe(printed);
}
