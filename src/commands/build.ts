import { defineCommand } from "../cli/command.ts";
import type { DkContext } from "../cli/context.ts";
import { choice, type FlagValues, text, texts, toggle, value, values } from "../cli/flags.ts";
import { build, builderChoices } from "../features/build/build.ts";
import type { OpenedEngine } from "../engine/engine.ts";
import { clearIdFile, writeIdFile } from "../features/build/id_file.ts";
import { openOutput, parseOutput } from "../features/build/output_flag.ts";
import { planBuild } from "../features/build/plan.ts";
import type { BuildRequest } from "../features/build/request.ts";
import { openSecrets, parseSecret } from "../features/build/secret_flag.ts";
import { openAgents, parseAgent } from "../features/build/ssh_flag.ts";
import { parseHostEntry } from "../features/run/addresses.ts";
import { parseUlimit } from "../features/run/limits.ts";
import { parsePair } from "../features/run/modes.ts";
import { parseByteSize } from "../features/run/quantities.ts";
import { familiarReference, parseReference, withDefaultTag } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { resolve } from "../lib/path.ts";
import { credentialOptions } from "./credential_options.ts";
import { jsonFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";
import { progressFlag } from "./progress_flag.ts";
import { inputChunks } from "./input_chunks.ts";

const pair = { placeholder: "NAME[=VALUE]" };

const flags = {
  addHost: values(parseHostEntry, "Add a line to /etc/hosts of the steps", {
    placeholder: "NAME:IP",
  }),
  buildArg: values(parsePair, "Value of an ARG; NAME alone takes it from here", pair),
  builder: choice(builderChoices, "Which of the engine's builders to use"),
  cacheFrom: texts("Image whose layers may be used again", { placeholder: "IMAGE" }),
  file: text("Dockerfile, PATH/Dockerfile by default; - reads it from stdin", {
    short: "f",
    placeholder: "FILE",
  }),
  forceRm: toggle("", { hidden: true }),
  format: jsonFormatFlag,
  iidfile: text("Write the image's id to this file", { placeholder: "FILE" }),
  label: values(parsePair, "Set a label of the image", pair),
  network: text("Network of the steps: default, none, host or a name", {
    placeholder: "NETWORK",
  }),
  noCache: toggle("Run all steps, whatever was built before"),
  output: value(parseOutput, "Where the result goes: DIR, - or type=tar,dest=FILE", {
    short: "o",
    placeholder: "OUTPUT",
  }),
  platform: text("Platform to build for", { placeholder: "OS/ARCH[/VARIANT]" }),
  progress: progressFlag,
  pull: toggle("Ask the registry for newer base images"),
  quiet: toggle("No progress", { short: "q" }),
  rm: toggle("", { hidden: true }),
  secret: values(parseSecret, "Secret for RUN --mount=type=secret: id=ID,src=FILE or env=NAME", {
    placeholder: "SECRET",
  }),
  shmSize: value(parseByteSize, "Size of /dev/shm in the steps", { placeholder: "BYTES" }),
  ssh: values(parseAgent, "Agent for RUN --mount=type=ssh: default, or ID=SOCKET", {
    placeholder: "AGENT",
  }),
  tag: values(parseTag, "Name of the image; repeatable", {
    short: "t",
    placeholder: "NAME[:TAG]",
  }),
  target: text("Stage to stop at", { placeholder: "STAGE" }),
  ulimit: values(parseUlimit, "Limit of the steps", { placeholder: "NAME=SOFT[:HARD]" }),
};

export default defineCommand({
  name: "build",
  brief: "Build an image from a Dockerfile",
  description: `
Builds from the directory PATH, less what its .dockerignore names. With - the context is a tar
archive, or the Dockerfile alone, on stdin. BuildKit is used where the engine has it: it is sent
only what changed since the last build. Podman and the classic builder get the whole context.

Prints the image's id; what the steps print goes to stderr. --format json prints {id, tags}. A
failure names the step, and repeats the last 20 lines of its output.`,
  flags,
  words: { usage: "PATH|-", least: 1, most: 1 },
  examples: [
    ["The Dockerfile of this directory", "dk build -t me/app:1 ."],
    ["A step may use a token and leave none", "dk build --secret id=token,src=.token ."],
    ["Only the files that the build made", "dk build -o out ."],
    ["A Dockerfile without files", "printf 'FROM debian:12\\nRUN date > /built\\n' | dk build -"],
  ],
  async run(context, flags, [path]) {
    await using engine = await engineOf(context);
    const outside = { env: context.env, proxies: engine.host.proxyVariables };
    const plan = planBuild(path, flags, outside);
    const idFile = flags.iidfile ? resolve(context.cwd, flags.iidfile) : undefined;
    if (idFile) await clearIdFile(idFile);
    const request: BuildRequest = {
      plan,
      secrets: await openSecrets(flags.secret, context),
      sshAgents: await openAgents(flags.ssh, context),
      output: flags.output && await openOutput(flags.output, context),
    };
    const id = await runBuild(context, flags, engine, request);
    if (id === undefined) return;
    if (idFile) await writeIdFile(idFile, id);
    printResult(context, flags.format !== undefined, { id, tags: plan.tags });
  },
});

/** Builds with its progress on stderr; resolves with the image's id, if there is an image. */
async function runBuild(
  context: DkContext,
  { quiet, progress, builder }: FlagValues<typeof flags>,
  engine: OpenedEngine,
  request: BuildRequest,
): Promise<string | undefined> {
  const { openBuildView } = await import("../view/build/open.ts");
  using view = openBuildView(quiet ? "quiet" : progress, context);
  const byDefault = context.env.DOCKER_BUILDKIT === "0" ? "classic" : "auto";
  const { imageId } = await build(request, builder ?? byDefault, {
    engine,
    cwd: context.cwd,
    now: context.now(),
    stdin: () => inputChunks(context.stdin),
    credentials: credentialOptions(context),
    observe: (event) => view.event(event),
    signal: context.signal,
  });
  return imageId;
}

function printResult(context: DkContext, json: boolean, result: { id: string; tags: string[] }) {
  context.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${result.id}\n`);
}

function parseTag(given: string, flag: string): string {
  const ref = parseReference(given);
  if (!ref.digest) return familiarReference(withDefaultTag(ref));
  throw new UsageFailure(`Invalid value ${JSON.stringify(given)} for ${flag}`, {
    why: "An image's digest follows from its content and cannot be chosen",
    next: "Write NAME[:TAG]",
  });
}
