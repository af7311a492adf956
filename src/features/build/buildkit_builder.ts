import { credentialsMethod, credentialsService, type RegistryLogin } from "../../buildkit/auth.ts";
import { fileSendMethod } from "../../buildkit/file_send.ts";
import { fileSync, fileSyncMethod, type SyncSource } from "../../buildkit/file_sync.ts";
import type { GrpcHandler } from "../../buildkit/grpc.ts";
import { secretMethod, secretService } from "../../buildkit/secrets.ts";
import { openSession, type Session } from "../../buildkit/session.ts";
import {
  checkAgentMethod,
  checkAgentService,
  forwardAgentMethod,
  forwardAgentService,
} from "../../buildkit/ssh_agent.ts";
import { decodeTrace } from "../../buildkit/trace.ts";
import { buildImage, type BuildOptions, type BuildResult } from "../../engine/build.ts";
import type { UploadBody } from "../../engine/images/transfer.ts";
import type { EngineMessage } from "../../engine/messages.ts";
import { type CredentialOptions, findCredentials } from "../../registry/credential_store.ts";
import { join } from "../../lib/path.ts";
import { contextDirectory } from "../context/dockerfile.ts";
import type { BuildContext } from "../context/entry.ts";
import { readIgnoreFile } from "../context/open.ts";
import { BuildkitProgress } from "./buildkit_progress.ts";
import { ContextWatch } from "./context_watch.ts";
import { stdinBody } from "./context_body.ts";
import { copiedPaths } from "./copied_paths.ts";
import {
  type DockerfileSource,
  dockerfileText,
  findDockerfile,
  placeOfSource,
} from "./dockerfile_source.ts";
import { explainFailure } from "./explain_failure.ts";
import { refuseMalformedIgnore } from "./malformed_ignore.ts";
import type { Lending } from "./lending.ts";
import { listedSource } from "./listed_source.ts";
import { engineSettings, type LocalSource } from "./plan.ts";
import type { BuildOutput, BuildRequest, BuildWork } from "./request.ts";
import { type SyncDirectories, syncSource } from "./sync_source.ts";

/** Name under which a Dockerfile that is no file travels. */
const textName = "Dockerfile";
const traceId = "moby.buildkit.trace";

/** What the engine is told of the files to build from. */
interface BuildFiles {
  options: BuildOptions;
  body?: UploadBody;
  /** For errors that point into it. */
  source?: DockerfileSource;
}

/**
 * Builds with BuildKit through a session: the engine asks for the files it lacks, and for logins,
 * secrets and agents when a step needs them (engine.md 5.4, 5.5). An archive on stdin travels as
 * the request's body instead.
 *
 * @returns undefined where the engine offers no session; nothing has been read then
 * @throws BuildFailure for a step that failed
 */
export async function buildWithBuildkit(
  request: BuildRequest<LocalSource>,
  work: BuildWork,
): Promise<BuildResult | undefined> {
  const { plan } = request;
  const { engine, signal } = work;
  const lending = await openLending(request, work);
  const methods = new Map(serviceMethods(request, work, lending));
  if (plan.source.kind === "stdin") {
    await using session = await openSession(engine, { sharedKey: "stdin", methods, signal });
    if (!session) return undefined;
    const edit = lending && ((text: Uint8Array) => lending.edit(text));
    const { dockerfile, ...files } = await stdinBody(plan, work, edit);
    return await runBuild(session, request, { ...files, options: { dockerfile } }, work, lending);
  }
  if (request.context) return await buildListed(request, request.context, work, methods);
  const context = await contextDirectory(work.cwd, plan.source.path);
  const source = await findDockerfile(plan, context, work);
  await refuseMalformedIgnore(source, context, work);
  const directories = { context, ...await sentDockerfile(source, lending) };
  const watch = await watchOf(source, context, work);
  methods.set(fileSyncMethod, syncMethod(syncSource({ ...directories, watch }, signal), work));
  const sharedKey = await contextKey(plan.source.identity ?? context);
  await using session = await openSession(engine, { sharedKey, methods, signal });
  if (!session) return undefined;
  const dockerfile = source.kind === "file" ? source.name : textName;
  const files = { source, options: { remote: "client-session", dockerfile } };
  return await runBuild(session, request, files, work, lending);
}

/** Looks at what is asked for; a RUN may ask for more than the image is to hold. */
async function watchOf(source: DockerfileSource, context: string, { observe }: BuildWork) {
  const isCopied = copiedPaths(await dockerfileText(source) ?? "");
  const ignore = await readIgnoreFile(context, placeOfSource(source), "buildkit");
  return new ContextWatch(context, observe, isCopied, ignore?.file);
}

/** Serves a context that was looked through already, and the Dockerfile beside it. */
async function buildListed(
  request: BuildRequest<LocalSource>,
  context: BuildContext,
  work: BuildWork,
  methods: Map<string, GrpcHandler>,
): Promise<BuildResult | undefined> {
  const { engine, signal } = work;
  const dockerfile = { name: textName, content: context.injected?.content ?? new Uint8Array() };
  methods.set(fileSyncMethod, syncMethod(listedSource(context, dockerfile), work));
  const sharedKey = await contextKey(context.directory);
  await using session = await openSession(engine, { sharedKey, methods, signal });
  if (!session) return undefined;
  const options = { remote: "client-session", dockerfile: textName };
  const { conceal } = request;
  return await runBuild(session, request, { options }, work, conceal && { conceal });
}

async function openLending({ loan }: BuildRequest, work: BuildWork): Promise<Lending | undefined> {
  if (!loan) return undefined;
  const { Lending } = await import("./lending.ts");
  return await Lending.open(loan, work);
}

/** The Dockerfile's directory or text, with what steps borrow written into it. */
async function sentDockerfile(
  source: DockerfileSource,
  lending: Lending | undefined,
): Promise<Pick<SyncDirectories, "dockerfile" | "replacement">> {
  if (source.kind === "text") {
    const content = lending?.edit(source.content) ?? source.content;
    return { dockerfile: { name: textName, content } };
  }
  const { directory, name } = source;
  if (!lending) return { dockerfile: directory };
  const content = lending.edit(await Deno.readFile(join(directory, name)));
  return { dockerfile: directory, replacement: { name, content } };
}

/** What the engine may ask for whatever the files are. */
function serviceMethods(
  { secrets, sshAgents, output }: BuildRequest,
  { credentials }: BuildWork,
  lending: Lending | undefined,
): [string, GrpcHandler][] {
  const secret = (id: string) => (secrets.get(id) ?? lending?.secret(id))?.();
  return [
    [credentialsMethod, credentialsService((registry) => loginFor(registry, credentials))],
    [secretMethod, secretService((id) => secret(id) ?? Promise.resolve(undefined))],
    ...sshAgents.size > 0
      ? [
        [checkAgentMethod, checkAgentService(sshAgents)],
        [forwardAgentMethod, forwardAgentService(sshAgents)],
      ] as [string, GrpcHandler][]
      : [],
    ...output ? [[fileSendMethod, output.receive]] as [string, GrpcHandler][] : [],
  ];
}

async function loginFor(
  registry: string,
  credentials: CredentialOptions,
): Promise<RegistryLogin | undefined> {
  const found = await findCredentials(registry, credentials);
  if (!found) return undefined;
  if (found.identityToken) return { username: "", secret: found.identityToken };
  return { username: found.username ?? "", secret: found.password ?? "" };
}

function syncMethod(source: SyncSource, { observe }: BuildWork): GrpcHandler {
  return fileSync(source, ({ kind, files, bytes }) => {
    if (kind === "sent") observe({ kind: "context", files, bytes });
  });
}

/** By this the engine finds what it kept of the context's last build; it must not name the path. */
async function contextKey(identity: string): Promise<string> {
  const bytes = new TextEncoder().encode(`dk context ${Deno.hostname()} ${identity}`);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function runBuild(
  session: Session,
  { plan, output, attributes }: BuildRequest,
  files: BuildFiles,
  work: BuildWork,
  lending: Pick<Lending, "conceal"> | undefined,
): Promise<BuildResult> {
  const { engine, observe, signal } = work;
  const conceal = (text: string) => lending?.conceal(text) ?? text;
  const progress = new BuildkitProgress(observe, conceal);
  const options: BuildOptions = {
    ...engineSettings(plan),
    ...files.options,
    builder: "buildkit",
    session: session.id,
    outputs: exporters(output, attributes),
    signal,
  };
  const messages = async () => {
    await using stream = await buildImage(engine, files.body, options);
    for await (const message of stream) takeMessage(message, progress);
    return await stream.done();
  };
  try {
    return await Promise.race([messages(), session.lost]);
  } catch (error) {
    signal?.throwIfAborted();
    const failed = { plan, now: work.now, step: progress.failedStep(), conceal };
    throw await explainFailure(error, { ...failed, dockerfile: files.source });
  }
}

function takeMessage({ id, aux }: EngineMessage, progress: BuildkitProgress) {
  if (id === traceId && typeof aux === "string") progress.take(decodeTrace(aux));
}

/** The engine's own store needs no exporter named, unless it is told more. */
function exporters(
  output: BuildOutput | undefined,
  attributes: BuildRequest["attributes"],
): BuildOptions["outputs"] {
  if (!output && Object.keys(attributes).length === 0) return undefined;
  const { type, attributes: own } = output ?? { type: "moby", attributes: {} };
  return [{ Type: type, Attrs: { ...own, ...attributes } }];
}
