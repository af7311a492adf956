/**
 * Recorded sessions (tests/fixtures/sessions) with their containers still there, when the image is
 * built: the proof finds both equal.
 */
import assert from "node:assert/strict";
import { openEngine } from "../../src/engine/engine.ts";
import { removeImage } from "../../src/engine/images/manage.ts";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { buildLending } from "../../src/features/containerize/build_lending.ts";
import { formatDockerfile } from "../../src/features/containerize/dockerfile.ts";
import { planDockerfile } from "../../src/features/containerize/plan.ts";
import { buildContext, openProject, projectTar } from "../../src/features/containerize/project.ts";
import { proveEqual } from "../../src/features/containerize/proof/prove.ts";
import type { Proof } from "../../src/features/containerize/proof/proof.ts";
import { recordSession } from "../../src/features/containerize/record.ts";
import { openLoan } from "../../src/features/lend/open_loan.ts";
import { Session } from "../../src/features/session/session.ts";
import { LastLines } from "../../src/lib/last_lines.ts";
import { join } from "../../src/lib/path.ts";
import { proofText } from "../../src/view/proof_report.ts";

const sessions = join(import.meta.dirname!, "../fixtures/sessions");
const codeDirectory = "/code";

/** The steps of a fixture in a session, the image of what they come to, and the proof. */
async function proofOf(name: string): Promise<Proof> {
  const env = Deno.env.toObject();
  await using engine = await openEngine({ env, interactive: false });
  const loan = await openLoan({ ca: "host" }, { env, cwd: "/" });
  const base = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
  const { Config } = await inspectImage(engine, base);
  const read = (file: string) => Deno.readTextFile(join(sessions, name, file));
  const project = await openProject(join(sessions, name, "project"));
  const quiet = { listen: () => {}, now: () => 0, env };
  const notice = (text: string) => assert.fail(text);
  const signal = new AbortController().signal;
  await using session = await Session.open(engine, {
    image: base,
    directory: Config?.WorkingDir || "/",
    codeDirectory,
    project: (owner) => projectTar(project, { prefix: codeDirectory.slice(1), owner }),
    env: ["DEBIAN_FRONTEND=noninteractive"],
    loan,
    output: () => Promise.resolve(),
    notice,
    signal,
  });
  const ledger = await recordSession(session, {
    base,
    baseHasEntrypoint: false,
    codeDirectory,
    project: project.files,
    user: undefined,
    steps: { kind: "script", text: await read("steps.sh"), file: "steps.sh" },
  }, { ...quiet, recent: { lines: new LastLines(20) } });
  const plan = planDockerfile(ledger, (await read("test.sh")).trimEnd(), { chmod: true });
  const dockerfile = formatDockerfile(plan.instructions);
  const context = (text: string) => buildContext(project, text, 0);
  const lender = { loan, cwd: "/", credentials: { env }, env, interactive: false };
  const image = await buildLending(
    engine,
    { dockerfile, context, secrets: plan.secrets },
    lender,
    quiet,
  );
  try {
    const { id } = session.container;
    return await proveEqual(engine, { session: id, image, ledger, plan, notice });
  } finally {
    await removeImage(engine, image);
  }
}

for (const name of ["apt-tool", "c-program", "python-pip", "multi-user", "unicode"]) {
  Deno.test(`the image of the session ${name} is proven equal to it`, async () => {
    const proof = await proofOf(name);
    assert.ok(proof.equal, proofText(proof));
  });
}
