import { buildImage } from "../../engine/build.ts";
import { removeImage } from "../../engine/images/manage.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import { EngineError } from "../../engine/errors.ts";
import { InBandError } from "../../engine/messages.ts";
import { progressEvent } from "../../engine/message_events.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import type { BuildContext } from "../context/entry.ts";
import { contextTar } from "../context/tar.ts";
import type { NoticeListener } from "../session/container_removal.ts";
import { BuiltLayers } from "./built_layers.ts";
import type { ContainerizeListener } from "./events.ts";
import { LastLines } from "../../lib/last_lines.ts";

/**
 * Builds the image with the Dockerfile that travels along with the context; it has no name yet.
 * Resolves with its id.
 *
 * @throws Failure with the end of the builder's output
 */
export async function buildNameless(
  engine: Transport,
  context: BuildContext,
  options: { listen: ContainerizeListener; signal?: AbortSignal },
): Promise<string> {
  const { listen, signal } = options;
  const recent = new LastLines(20);
  const layers = new BuiltLayers();
  try {
    await using build = await buildImage(engine, contextTar(context, { signal }), {
      builder: "classic",
      dockerfile: context.dockerfile,
      forceRemove: true,
      signal,
    });
    for await (const message of build) {
      const progress = progressEvent(message);
      if (!progress) continue;
      if (progress.kind === "output") {
        recent.push(new TextEncoder().encode(progress.text));
        layers.push(progress.text);
      }
      await listen({ kind: "build", progress });
    }
    return (await build.done()).imageId!;
  } catch (error) {
    const notice = (text: string) => void listen({ kind: "notice", text });
    if (layers.last) await removeNameless(engine, layers.last, notice);
    if (!(error instanceof EngineError || error instanceof InBandError)) throw error;
    const output = String(recent);
    throw new Failure("The image could not be built from the Dockerfile of the session", {
      why: output ? `${error.reason}\nThe end of its output:\n${output}` : error.reason,
      next: "A step may depend on something that only the session had; nothing was left behind",
      cause: error,
    });
  }
}

/**
 * Removes an image that came to nothing, unless it has a name: then it was there before. A build
 * that was broken off uses it for about a second more, on a busy engine for longer.
 */
export async function removeNameless(
  engine: Transport,
  id: string,
  notice: NoticeListener,
): Promise<void> {
  for (let patience = 120;; patience--) {
    try {
      const { RepoTags } = await inspectImage(engine, id);
      if ((RepoTags ?? []).length === 0) await removeImage(engine, id);
      return;
    } catch (error) {
      const status = error instanceof EngineError ? error.status : undefined;
      if (status === 404) return;
      if (status !== 409 || patience === 0) {
        const why = error instanceof Error ? error.message : String(error);
        return notice(
          `Image ${id.replace("sha256:", "").slice(0, 12)} could not be removed: ${why}`,
        );
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
