import { defineCommand } from "../cli/command.ts";
import type { DkContext } from "../cli/context.ts";
import type { FlagValues } from "../cli/flags.ts";
import { build, type BuilderChoice } from "../features/build/build.ts";
import { homeDirectory } from "../engine/account.ts";
import type { OpenedEngine } from "../engine/engine.ts";
import { annotationAttributes } from "../features/build/annotations.ts";
import { type ImageOutput, imageOutput } from "../features/build/image_output.ts";
import { buildMetadata } from "../features/build/metadata.ts";
import { proxyArguments } from "../features/build/proxy_arguments.ts";
import { refuseCostlyContext } from "../features/build/refuse_directory.ts";
import { clearResultFile, writeResultFile } from "../features/build/result_file.ts";
import { contextDirectory, locateDockerfile } from "../features/context/dockerfile.ts";
import { openOutput } from "../features/build/output_flag.ts";
import { type BuildPlan, planBuild } from "../features/build/plan.ts";
import type { BuildRequest } from "../features/build/request.ts";
import type { RepeatedTest } from "../features/containerize/test_saved.ts";
import { openSecrets } from "../features/build/secret_flag.ts";
import { openAgents } from "../features/build/ssh_flag.ts";
import { parseReference } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { resolve } from "../lib/path.ts";
import { buildFlags, parseTag } from "./build_flags.ts";
import { credentialOptions } from "./credential_options.ts";
import { platformOf } from "./default_platform.ts";
import { loanOf } from "./loan_flags.ts";
import { engineOf } from "./open_engine.ts";
import { inputChunks } from "./input_chunks.ts";

export default defineCommand({
  name: "build",
  brief: "Build an image from a Dockerfile",
  description: `
Builds from the directory PATH, less what its .dockerignore names. With - the context is a tar
archive, or the Dockerfile alone, on stdin; with the URL of such a file it is fetched. A git
repository is fetched by the system's git: https://HOST/X.git, ssh://..., USER@HOST:X.git or
file:///X.git, with #REF:SUBDIRECTORY behind it. -f is then a path within.

BuildKit is used where the engine has it: it is sent only what changed since the last build.
Podman and the classic builder get the whole context.

--dry-run prints the builder, the engine, what would be sent and called, and does nothing; --format
json prints {builder, engine, context, dockerfile, ignoreFile, files, bytes, tags, calls, notices}.

Prints the image's id; what the steps print goes to stderr. --format json prints {id, tags}. A
failure names the step, and repeats the last 20 lines of its output.

--ca host lets the steps trust what this machine trusts, where a company's proxy replaces the
certificates of servers: pip, npm, curl, apt, git, conda, cargo, R and others find them by
variables. DK_CA=host does so always. --credentials lends the steps the user's own index
credentials. Both need BuildKit. The image keeps neither files nor variables; on engines before
28.0 its history shows that steps have read /dev/dk/env. The proxies of docker's config.json and
of the environment hold for the steps and are not kept either.

--test runs the test of PATH/docker/session.json, which dk containerize has saved, in the new image,
without its data and with it, before the image gets its names. What it prints goes to stderr; when it
is not what it was, that is said and no failure. A test that fails leaves no image. With --format json
the document has test as well: {command, exit, seconds, stdout, stderr, withoutData: {exit, end} or
null, sameOutput: true, false or null}. Secrets are given by --secret as for any build.

With --check nothing is built and no engine asked: every fault of the Dockerfile that a rule knows
is printed with its line, and the repair where it is mechanical; PATH is the working directory when
left out. --format json prints {file, errors, warnings, infos, findings: [{rule, severity, line,
column, endLine, endColumn, message, next, fix}]}; fix is {line, endLine, lines} or null. The exit
code is 1 for an error. A comment '# dk check=skip=RULE' turns a rule off for the instruction below
it, or for the file when it stands above all; BuildKit's '# check=skip=RULE' is obeyed too.`,
  flags: buildFlags,
  words: { usage: "PATH|URL|-", least: 0, most: 1 },
  examples: [
    ["The Dockerfile of this directory", "dk build -t me/app:1 ."],
    ["A step may use a token and leave none", "dk build --secret id=token,src=.token ."],
    ["In CI: build, and try what dk containerize has saved", "dk build --test -t me/app:1 ."],
    ["Behind a proxy that replaces certificates", "dk build --ca host -t me/app:1 ."],
    ["Only the files that the build made", "dk build -o out ."],
    ["What could be better in the Dockerfile, and how", "dk build --check"],
    ["A directory of a branch", "dk build https://github.com/me/app.git#main:docker"],
    ["A Dockerfile without files", "printf 'FROM debian:12\\nRUN date > /built\\n' | dk build -"],
  ],
  async run(context, flags, [path]) {
    if (flags.check !== undefined || flags.call === "check") {
      return await check(context, flags, path);
    }
    refuseWithoutCheck(flags, path);
    await using engine = await engineOf(context);
    const proxies = proxyArguments(context.env, engine.host.proxyVariables, flags.network);
    const result = imageOutput(flags, parseTag);
    const platform = platformOf(context, flags);
    const outside = { env: context.env, proxies: proxies.arguments };
    const plan = planBuild(path, { ...flags, tag: result.names, platform }, outside);
    await checkContext(context, plan, flags.force);
    const saved = flags.test ? await readTest(context, flags, plan) : undefined;
    if (flags.dryRun) {
      return await preview(context, flags, engine, plan, { result, test: saved?.command });
    }
    const idFile = flags.iidfile ? resolve(context.cwd, flags.iidfile) : undefined;
    const metadataFile = flags.metadataFile && resolve(context.cwd, flags.metadataFile);
    for (const file of [idFile, metadataFile]) if (file) await clearResultFile(file);
    const request = await buildRequest(context, flags, engine, plan, result);
    const build = saved ? { ...request, plan: { ...plan, tags: [] } } : request;
    const id = await runBuild(context, flags, engine, build, proxies.notices);
    const test = saved && id !== undefined
      ? await saved.run(engine, id, { tags: plan.tags, loan: request.loan })
      : undefined;
    if (result.push) await pushAll(context, flags, engine, plan.tags);
    if (metadataFile) {
      const metadata = await buildMetadata(engine, { id, tags: plan.tags }, context.signal);
      await writeResultFile(metadataFile, `${JSON.stringify(metadata, null, 2)}\n`);
    }
    if (id === undefined) return;
    if (idFile) await writeResultFile(idFile, id);
    printResult(context, flags.format !== undefined, { id, tags: plan.tags, test });
  },
});

type Flags = FlagValues<typeof buildFlags>;

/** Whether there is something to build from; asks before the engine is, and changes nothing. */
async function checkContext({ cwd, env }: DkContext, plan: BuildPlan, force: boolean) {
  if (plan.source.kind !== "directory") return;
  const directory = await contextDirectory(cwd, plan.source.path);
  if (!force) await refuseCostlyContext(directory, await homeDirectory(env));
  if (plan.dockerfile !== "-") await locateDockerfile(directory, cwd, plan.dockerfile);
}

/** Loaded only where it is asked for. @throws UsageFailure where there is no test */
async function readTest(context: DkContext, flags: Flags, plan: BuildPlan) {
  const { openSavedTest } = await import("./build_tested.ts");
  return await openSavedTest(context, flags, plan);
}

/** Only the check needs what reads Dockerfiles: others do not load it. */
async function check(context: DkContext, flags: Flags, path = "."): Promise<number> {
  const { printRules, runCheck } = await import("./build_check.ts");
  if (flags.check !== "rules") return await runCheck(context, flags, path);
  printRules(context, flags.format);
  return 0;
}

/** @throws UsageFailure for what only the check takes */
function refuseWithoutCheck({ strict }: Flags, path: string | undefined): asserts path is string {
  if (path === undefined) {
    throw new UsageFailure("Missing argument: dk build PATH|URL|-", {
      next: "See dk build --help",
    });
  }
  if (strict) throw new UsageFailure("--strict goes with --check", { next: "Add --check" });
}

/** What steps may ask for is looked for, too; an output is not opened. */
async function preview(
  context: DkContext,
  flags: Flags,
  engine: OpenedEngine,
  plan: BuildPlan,
  { result, test }: { result: ImageOutput; test: string | undefined },
) {
  const { printPreview } = await import("./build_dry_run.ts");
  const asked = {
    secrets: await openSecrets(flags.secret, context),
    sshAgents: await openAgents(flags.ssh, context),
    loan: await loanOf(context, flags),
    output: flags.output,
    cacheTo: flags.cacheTo,
    push: result.push,
  };
  const { format } = flags;
  await printPreview(context, plan, asked, builderOf(context, flags), { engine, format, test });
}

function builderOf({ env }: DkContext, { builder }: Flags): BuilderChoice {
  return builder ?? (env.DOCKER_BUILDKIT === "0" ? "classic" : "auto");
}

/** Makes ready what the build's steps may ask for. @throws Failure for what is not there */
async function buildRequest(
  context: DkContext,
  flags: Flags,
  engine: OpenedEngine,
  plan: BuildPlan,
  result: ImageOutput,
): Promise<BuildRequest> {
  const output = flags.output && await openOutput(flags.output, context);
  return {
    plan,
    secrets: await openSecrets(flags.secret, context),
    loan: await loanOf(context, flags),
    sshAgents: await openAgents(flags.ssh, context),
    output,
    cacheTo: flags.cacheTo,
    attributes: {
      ...result.attributes,
      ...await annotationAttributes(engine, flags.annotation.flat(), output, context.signal),
    },
  };
}

/** Builds with its progress on stderr; resolves with the image's id, if there is an image. */
async function runBuild(
  context: DkContext,
  flags: Flags,
  engine: OpenedEngine,
  request: BuildRequest,
  notices: readonly string[],
): Promise<string | undefined> {
  const { openBuildView } = await import("../view/build/open.ts");
  using view = openBuildView(flags.quiet ? "quiet" : flags.progress, context);
  for (const text of notices) view.event({ kind: "notice", text });
  const { imageId } = await build(request, builderOf(context, flags), {
    engine,
    cwd: context.cwd,
    now: context.now(),
    stdin: () => inputChunks(context.stdin),
    credentials: credentialOptions(context),
    env: context.env,
    interactive: context.stdin.isTerminal && context.stderr.isTerminal,
    observe: (event) => view.event(event),
    signal: context.signal,
  });
  return imageId;
}

/** Loaded only where it is asked for. @throws Failure when a registry refuses */
async function pushAll(
  context: DkContext,
  flags: Flags,
  engine: OpenedEngine,
  names: readonly string[],
) {
  const { push } = await import("../features/registry/push.ts");
  const { progressOf } = await import("./progress_flag.ts");
  const { registryWork } = await import("./registry_work.ts");
  using progress = progressOf(context, flags);
  const work = registryWork(context, engine, progress);
  for (const name of names) await push(parseReference(name), { allTags: false }, work);
}

function printResult(
  context: DkContext,
  json: boolean,
  { id, tags, test }: { id: string; tags: string[]; test: RepeatedTest | undefined },
) {
  if (!json) return context.stdout.write(`${id}\n`);
  const { withoutData = null, sameOutput = null } = test ?? {};
  const document = { id, tags, test: test && { ...test, withoutData, sameOutput } };
  context.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
