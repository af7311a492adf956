import type { TarEntry } from "../../lib/tar/entry.ts";
import { tarStream, type TarStreamOptions } from "../../lib/tar/write.ts";
import type { BuildContext, InjectedDockerfile } from "./entry.ts";

const IGNORE_FILE = ".dockerignore";
const encoder = new TextEncoder();

/**
 * The archive that the classic builder gets, the same as the docker CLI would send. Blocks are
 * valid only until the next one is asked for, see {@link tarStream}.
 *
 * @throws Failure when a file has vanished, cannot be read or has shrunk since it was listed
 * @throws the abort reason, untouched
 */
export function contextTar(
  context: BuildContext,
  options: TarStreamOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  return tarStream(archiveEntries(context), options);
}

function* archiveEntries(context: BuildContext): Generator<TarEntry> {
  const { directory, entries, injected, added = [] } = context;
  let ignoreSent = false;
  for (const header of entries) {
    if (injected !== undefined && header.name === IGNORE_FILE) {
      ignoreSent = true;
      const content = Deno.readFileSync(`${directory}/${IGNORE_FILE}`);
      const hidden = hide(new TextDecoder("utf-8", { ignoreBOM: true }).decode(content), injected);
      yield { header: { ...header, size: hidden.length }, content: hidden };
    } else yield { header, content: { path: `${directory}/${header.name}` } };
  }
  for (const { name, mode, content } of added) {
    yield { header: { name, type: "file", mode, size: content.length, mtime: 0 }, content };
  }
  if (injected === undefined) return;
  yield injectedFile(injected.name, injected.content, injected.mtime);
  if (ignoreSent) return;
  yield injectedFile(IGNORE_FILE, hide(IGNORE_FILE, injected), injected.mtime);
}

/** Ignore file content that also hides the Dockerfile that travels along from COPY. */
function hide(content: string, { name }: InjectedDockerfile): Uint8Array {
  return encoder.encode(`${content}\n${name}\n`);
}

function injectedFile(name: string, content: Uint8Array, mtime: number): TarEntry {
  return { header: { name, type: "file", mode: 0o600, size: content.length, mtime }, content };
}
