import { readIfThere } from "../../lib/read_if_there.ts";
import { tagImage } from "../../engine/images/manage.ts";
import type { Engine } from "../../engine/transport.ts";
import { familiarName, parseReference } from "../../image/reference.ts";
import { dirname, join, relative } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import { sessionFile } from "./ledger_file.ts";
import type { DockerfilePlan } from "./plan.ts";
import { ignoreFileFor, ignoreFileName, keptFiles, type Project } from "./project.ts";
import type { ContainerizeRequest } from "./request.ts";
import { exposedPorts } from "./exposed_ports.ts";
import { serviceIn } from "./service_command.ts";
import { withRunSection } from "./run_cfg.ts";
import { formatSessionFile } from "./session_file.ts";
import { writeWholeFile } from "./whole_file.ts";

/** What a session has come to, to be kept. */
export interface MadeImage {
  id: string;
  /** The Dockerfile. */
  text: string;
  ledger: Ledger;
  plan: DockerfilePlan;
  project: Project;
  /** What the test printed on stdout; undefined when it did not succeed. */
  stdout: string | undefined;
}

/** Absolute paths of what was written. */
export interface SavedFiles {
  dockerfile: string;
  dockerignore: string | undefined;
  /** All of them, those two included. */
  files: string[];
}

/**
 * Writes the Dockerfile and what belongs to it to the project and names the image: all of it or
 * nothing.
 *
 * @param overwrite allows to replace a Dockerfile and a session file that are there
 */
export async function saveResult(
  request: ContainerizeRequest,
  made: MadeImage,
  { overwrite }: { overwrite: boolean },
  { engine, signal }: { engine: Engine; signal: AbortSignal },
): Promise<SavedFiles> {
  signal.throwIfAborted();
  const saved = new SavedSet(request.directory);
  try {
    await saved.write(request.dockerfile, made.text, overwrite);
    for (const { path, content, mode } of made.plan.files) {
      const file = join(request.directory, path);
      await saved.write(file, content, overwrite);
      await Deno.chmod(file, mode & 0o777);
    }
    const dockerignore = await saveIgnoreFile(request, made, saved);
    await saveSession(request, made, overwrite, saved);
    await saveRunSection(request, saved);
    for (const name of request.tags) {
      const reference = parseReference(name);
      const repo = familiarName(reference);
      await tagImage(engine, made.id, { repo, tag: reference.tag! });
    }
    return { dockerfile: request.dockerfile, dockerignore, files: saved.files };
  } catch (error) {
    await saved.undo();
    throw error;
  }
}

/**
 * A project without one gets what dk itself has left out: later builds see the same context. One that
 * was written during the session is the user's, and stays.
 */
async function saveIgnoreFile(
  { directory }: ContainerizeRequest,
  { project }: MadeImage,
  saved: SavedSet,
): Promise<string | undefined> {
  const path = join(directory, ignoreFileName);
  if (project.hasIgnoreFile || await readIfThere(path)) return undefined;
  await saved.write(path, ignoreFileFor(project), false);
  return path;
}

/** Not over the very file that was replayed: it says the same already. */
async function saveSession(
  { directory, steps, tags, mounts, test, answers }: ContainerizeRequest,
  { ledger, stdout }: MadeImage,
  overwrite: boolean,
  saved: SavedSet,
): Promise<void> {
  const path = join(directory, keptFiles.session);
  if (steps.kind === "replay" && steps.path === path) return;
  const dataInSession = steps.kind === "typed" || steps.kind === "replay" && steps.dataInSession;
  const relativeMounts = mounts.map((mount) => relativeMount(mount, directory));
  const session = await sessionFile(ledger, {
    tags,
    mounts: relativeMounts,
    dataInSession: dataInSession && mounts.length > 0,
    test: test || undefined,
    stdout,
    answers,
  });
  await saved.write(path, formatSessionFile(session), overwrite);
}

async function saveRunSection(
  { directory, tags, mounts, test }: ContainerizeRequest,
  saved: SavedSet,
): Promise<void> {
  const path = join(directory, keptFiles.runSettings);
  const existing = await readIfThere(path);
  const volumes = mounts.map((mount) => {
    const { source, target, readOnly } = mount;
    const place = relative(directory, source);
    const host = place.startsWith("..") ? source : join("{project_root}", place);
    return `${host}:${target}${readOnly ? ":ro" : ""}`;
  });
  const service = serviceIn(test);
  // The program's own ports, under the same numbers.
  const ports = exposedPorts(test, service).map((port) => `${port}:${port}`);
  const section = { image: tags[0], volumes, command: service?.command ?? test, ports };
  const text = withRunSection(existing && new TextDecoder().decode(existing), section);
  if (text !== undefined) await saved.write(path, text, true);
}

function relativeMount(
  { source, target, readOnly }: ContainerizeRequest["mounts"][number],
  directory: string,
): string {
  return `${relative(directory, source)}:${target}${readOnly ? "" : ":rw"}`;
}

/** Files written together; what was there before comes back when the rest cannot be written. */
class SavedSet {
  readonly #before = new Map<string, Uint8Array | undefined>();
  readonly #folders: string[] = [];

  constructor(readonly directory: string) {}

  get files(): string[] {
    return [...this.#before.keys()];
  }

  async write(path: string, content: string | Uint8Array, replace: boolean): Promise<void> {
    const before = await readIfThere(path);
    await this.#makeFolder(dirname(path));
    await writeWholeFile(path, content, replace);
    this.#before.set(path, before);
  }

  async undo(): Promise<void> {
    for (const [path, before] of this.#before) {
      if (before === undefined) await Deno.remove(path);
      else await writeWholeFile(path, before, true);
    }
    for (const folder of this.#folders.reverse()) await Deno.remove(folder);
  }

  async #makeFolder(folder: string): Promise<void> {
    if (folder === this.directory) return;
    try {
      await Deno.mkdir(folder);
      this.#folders.push(folder);
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) return;
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      await this.#makeFolder(dirname(folder));
      await this.#makeFolder(folder);
    }
  }
}
