import { defineCommand } from "../cli/command.ts";
import { toggle } from "../cli/flags.ts";
import { planCopy } from "../features/copy/argument.ts";
import { copyFromContainer, streamFromContainer } from "../features/copy/from_container.ts";
import { copyToContainer, streamToContainer } from "../features/copy/to_container.ts";
import type { ProgressEvent, ProgressListener } from "../lib/progress_event.ts";
import { inputChunks } from "./input_chunks.ts";
import { engineOf } from "./open_engine.ts";
import { progressFlag, progressOf } from "./progress_flag.ts";

/** Milliseconds that a copy may take without a word. */
const patience = 1_000;

export default defineCommand({
  name: "cp",
  brief: "Copy files between a container and here",
  description: `
The container need not run. SOURCE goes into TARGET where that is a directory, else it gets that
name; the directory above must exist. A directory is copied with all that is in it; SOURCE/. is
only what is in it. With - a tar stream is read from stdin or written to stdout.

Files that come from a container belong to the caller; files that go into one keep their owner's
numbers. With --archive root keeps the owners of what comes from a container, too.`,
  flags: {
    archive: toggle("Keep owners", { short: "a" }),
    followLink: toggle("Copy what a link leads to, where SOURCE is one", { short: "L" }),
    progress: progressFlag,
    quiet: toggle("No progress", { short: "q" }),
  },
  words: { usage: "SOURCE TARGET", least: 2, most: 2 },
  examples: [
    ["A result out of a container", "dk cp job:/code/result.csv ."],
    ["What is in a directory, into a container", "dk cp data/. job:/data"],
  ],
  async run(context, flags, [source, target]) {
    const plan = planCopy(source, target);
    await using engine = await engineOf(context);
    using progress = progressOf(context, flags);
    const work = {
      engine,
      cwd: context.cwd,
      followLink: flags.followLink,
      archive: flags.archive,
      stdin: () => inputChunks(context.stdin),
      stdout: (bytes: Uint8Array) => context.stdout.writeBytes(bytes),
      progress: patient((event) => progress.event(event), context.now),
      signal: context.signal,
    };
    if (plan.direction === "out") {
      if (plan.to.kind === "stream") return await streamFromContainer(plan.from, work);
      return await copyFromContainer(plan.from, plan.to.path, work);
    }
    if (plan.from.kind === "stream") return await streamToContainer(plan.to, work);
    await copyToContainer(plan.from.path, plan.to, work);
  },
});

/** Passes amounts on once the work has taken a while; what is said in words at once. */
function patient(listener: ProgressListener, now: () => number): ProgressListener {
  const start = now();
  return (event: ProgressEvent) => {
    if (event.kind !== "item" || now() - start >= patience) listener(event);
  };
}
