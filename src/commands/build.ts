import { defineCommand } from "../cli/command.ts";
import type { DkContext } from "../cli/context.ts";
import { text, texts, toggle, value, values } from "../cli/flags.ts";
import { buildClassic } from "../features/build/classic.ts";
import { clearIdFile, writeIdFile } from "../features/build/id_file.ts";
import { planBuild } from "../features/build/plan.ts";
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
import { progressFlag, progressOf } from "./progress_flag.ts";
import { inputChunks } from "./input_chunks.ts";

const pair = { placeholder: "NAME[=VALUE]" };

export default defineCommand({
  name: "build",
  brief: "Build an image from a Dockerfile",
  description: `
Sends the directory PATH, less what its .dockerignore names, to the engine's builder. With - the
context is a tar archive, or the Dockerfile alone, on stdin.

Prints the image's id; what the steps print goes to stderr. --format json prints {id, tags}. A
failure names the step, and repeats the last 20 lines of its output.`,
  flags: {
    addHost: values(parseHostEntry, "Add a line to /etc/hosts of the steps", {
      placeholder: "NAME:IP",
    }),
    buildArg: values(parsePair, "Value of an ARG; NAME alone takes it from here", pair),
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
    platform: text("Platform to build for", { placeholder: "OS/ARCH[/VARIANT]" }),
    progress: progressFlag,
    pull: toggle("Ask the registry for newer base images"),
    quiet: toggle("No progress", { short: "q" }),
    rm: toggle("", { hidden: true }),
    shmSize: value(parseByteSize, "Size of /dev/shm in the steps", { placeholder: "BYTES" }),
    tag: values(parseTag, "Name of the image; repeatable", {
      short: "t",
      placeholder: "NAME[:TAG]",
    }),
    target: text("Stage to stop at", { placeholder: "STAGE" }),
    ulimit: values(parseUlimit, "Limit of the steps", { placeholder: "NAME=SOFT[:HARD]" }),
  },
  words: { usage: "PATH|-", least: 1, most: 1 },
  examples: [
    ["The Dockerfile of this directory", "dk build -t me/app:1 ."],
    ["A Dockerfile without files", "printf 'FROM debian:12\\nRUN date > /built\\n' | dk build -"],
  ],
  async run(context, flags, [path]) {
    await using engine = await engineOf(context);
    const outside = { env: context.env, proxies: engine.host.proxyVariables };
    const plan = planBuild(path, flags, outside);
    const idFile = flags.iidfile ? resolve(context.cwd, flags.iidfile) : undefined;
    if (idFile) await clearIdFile(idFile);
    using progress = progressOf(context, flags);
    const id = await buildClassic(plan, {
      engine,
      cwd: context.cwd,
      now: context.now(),
      stdin: () => inputChunks(context.stdin),
      credentials: credentialOptions(context),
      progress: (event) => progress.event(event),
      signal: context.signal,
    });
    if (idFile) await writeIdFile(idFile, id);
    progress[Symbol.dispose]();
    printResult(context, flags.format !== undefined, { id, tags: plan.tags });
  },
});

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
