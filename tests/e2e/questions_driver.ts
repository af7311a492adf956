/** Asks the four questions about a folder on this terminal and prints the answers: for tests. */
import { LinesAsker } from "../../src/cli/ask_lines.ts";
import { SignalReceived } from "../../src/cli/context.ts";
import { denoContext } from "../../src/cli/deno_context.ts";
import { askQuestions } from "../../src/commands/containerize_questions.ts";
import { openProject } from "../../src/features/containerize/project.ts";
import { inspectProject } from "../../src/features/containerize/suggest/inspect.ts";
import { projectSource } from "../../src/features/containerize/suggest/project_source.ts";
import { bases } from "../../src/features/containerize/suggest/source_fixture.ts";
import { Failure } from "../../src/lib/failure.ts";

const context = denoContext({ debug: false });
const findings = await inspectProject(projectSource(await openProject(Deno.args[0])));
async function answers(): Promise<unknown> {
  using asker = new LinesAsker(context);
  const asked = await askQuestions({
    findings,
    images: [{ image: "debian:12", size: 212_000_000, created: context.now() - 3 * 3600e3 }],
    local: { python: "3.12.4" },
    now: context.now(),
    code: "/code",
    given: { base: undefined, dependency: [], install: [], env: [] },
    remembered: undefined,
    ask: (question) => asker.ask(question),
    tell: (text) => context.stderr.write(`${text}\n`),
    async probe(image) {
      await new Promise((resolve) => setTimeout(resolve, 300)); // As long as an engine takes.
      return image.startsWith("debian") ? bases.debian : bases.pythonSlim;
    },
  });
  return asked.answers;
}

try {
  context.stdout.write(`${JSON.stringify(await answers())}\n`);
  Deno.exit(0);
} catch (error) {
  if (!(error instanceof Failure || error instanceof SignalReceived)) throw error;
  context.stderr.write(`${error.message}\n`);
  Deno.exit(error.exitCode);
}
