import type { DkContext } from "../cli/context.ts";
import type { Engine } from "../engine/transport.ts";
import type { BuildPlan } from "../features/build/plan.ts";
import type { ContainerizeListener } from "../features/containerize/events.ts";
import {
  readSavedTest,
  type RepeatedTest,
  testAndName,
} from "../features/containerize/test_saved.ts";
import type { Loan } from "../features/lend/loan.ts";
import { UsageFailure } from "../lib/failure.ts";
import { resolve } from "../lib/path.ts";
import type { ProgressMode } from "../view/progress/open.ts";

/** The flags of `dk build` that matter for `--test`. */
interface TestFlags {
  output?: unknown;
  progress: ProgressMode | undefined;
  quiet: boolean;
}

/** A saved test that is ready to be run. */
export interface OpenedTest {
  command: string;
  /** Tests an image without a name and gives it its names; see testAndName(). */
  run(
    engine: Engine,
    image: string,
    given: { tags: readonly string[]; loan: Loan | undefined },
  ): Promise<RepeatedTest>;
}

/**
 * Reads the test of a build's directory; what it prints goes to stderr.
 *
 * @throws UsageFailure where there is no test, or no image to run it in
 */
export async function openSavedTest(
  context: DkContext,
  { output, progress, quiet }: TestFlags,
  { source }: BuildPlan,
): Promise<OpenedTest> {
  if (source.kind !== "directory" || output) {
    throw new UsageFailure(`--test does not go with ${output ? "--output" : "such a context"}`, {
      why: output ? "There is no image to test" : "The test is read from a folder of this machine",
      next: "Leave it out, or build an image from a directory",
    });
  }
  const { cwd, now, signal } = context;
  const test = await readSavedTest(resolve(cwd, source.path));
  const listen = testListener(context, quiet ? "quiet" : progress);
  return {
    command: test.command,
    run: (engine, image, given) =>
      testAndName(engine, { image, test, ...given }, { listen, now, signal }),
  };
}

/** Prints on stderr what an image's test tells, in the manner of the build before it. */
function testListener(
  { stderr }: DkContext,
  mode: ProgressMode | undefined,
): ContainerizeListener {
  const line = (value: unknown) => stderr.write(`${JSON.stringify(value)}\n`);
  return (event) => {
    if (event.kind === "notice") {
      return mode === "json" ? line(event) : stderr.write(`dk: ${event.text}\n`);
    }
    if (mode === "quiet") return;
    if (event.kind === "stage") {
      return mode === "json" ? line(event) : stderr.write(`== ${event.text}\n`);
    }
    if (event.kind !== "test-output") return;
    if (mode !== "json") return stderr.writeBytes(event.bytes);
    const { kind, stream, bytes } = event;
    return line({ kind, stream, text: new TextDecoder().decode(bytes) });
  };
}
