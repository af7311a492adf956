import { createContainer } from "./containers/create.ts";
import { removeContainer } from "./containers/lifecycle.ts";
import type { ContainerSpec } from "./containers/spec.ts";
import { type OpenedEngine, openEngine } from "./engine.ts";
import { EngineError } from "./errors.ts";
import { removeImage } from "./images/manage.ts";
import type { OutputSinks } from "./output.ts";
import type { Transport } from "./transport.ts";

/** The small Debian that every engine under test holds. */
export const testImage = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";

/** The engine that the environment names, as dk would find it. */
export async function openTestEngine(): Promise<OpenedEngine> {
  return await openEngine({ env: Deno.env.toObject(), interactive: false });
}

/** A name that no other test uses, with the prefix that marks leftovers of tests. */
export function testName(kind: string): string {
  return `dkt-api-${kind}-${crypto.randomUUID().slice(0, 8)}`;
}

/** A container of the test image that is gone when the test is over. */
export async function testContainer(
  transport: Transport,
  spec: Omit<ContainerSpec, "Image">,
): Promise<AsyncDisposable & { id: string }> {
  const { id } = await createContainer(transport, { Image: testImage, ...spec }, {
    name: testName("c"),
  });
  const remove = () => removeContainer(transport, id, { force: true, volumes: true });
  return { id, [Symbol.asyncDispose]: () => unlessGone(remove()) };
}

/** Removes an image name when the test is over. */
export function disposeImage(transport: Transport, name: string): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => unlessGone(removeImage(transport, name, { force: true })) };
}

/** Sinks that keep what they are given, as text. */
export function gatherOutput(): { texts: { stdout: string; stderr: string }; sinks: OutputSinks } {
  const texts = { stdout: "", stderr: "" };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const keep = (stream: "stdout" | "stderr") => (bytes: Uint8Array) => {
    texts[stream] += decoders[stream].decode(bytes, { stream: true });
    return Promise.resolve();
  };
  return { texts, sinks: { stdout: keep("stdout"), stderr: keep("stderr") } };
}

async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) throw error;
  }
}
