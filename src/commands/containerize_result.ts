import type { DkContext } from "../cli/context.ts";
import type { Engine } from "../engine/transport.ts";
import { needsBuildkit } from "../features/containerize/build_planned.ts";
import { ciLines } from "../features/containerize/ci_lines.ts";
import type { ContainerizeResult } from "../features/containerize/containerize.ts";
import { concealSecrets } from "../features/containerize/secrets.ts";
import type { Pushed } from "../features/registry/push.ts";
import { parseReference } from "../image/reference.ts";
import { Failure } from "../lib/failure.ts";
import type { ContainerizeViewMode } from "./containerize_view.ts";

/** The flags that say what becomes of a result. */
export interface ResultFlags {
  push: boolean;
  format: "json" | undefined;
  /** Of `--ca`. */
  ca: string | undefined;
}

/**
 * Pushes a finished image where that is wished, prints it, and tells how to make it again.
 *
 * @throws Failure when a push fails; image and files stay
 */
export async function handOver(
  context: DkContext,
  engine: Engine,
  result: ContainerizeResult,
  { mode, push, ca, format }: ResultFlags & { mode: ContainerizeViewMode },
): Promise<void> {
  const { files, tags, test, plan } = result;
  const tell = (text: string) => mode === "text" && context.stderr.write(text);
  tell(`Wrote ${files.join(", ")}; built${test ? " and tested" : ""} ${tags.join(", ")}\n`);
  const pushed = push ? await pushAll(context, engine, result, mode === "quiet") : undefined;
  const ci = ciLines({
    tags,
    ca: givenCa(context, ca),
    secrets: [...plan.secrets.keys()],
    hasTest: test !== undefined,
    needsBuildkit: needsBuildkit(plan),
  });
  if (format === "json") {
    const document = resultDocument(result, { pushed, ci: [...ci.dk, ...ci.docker] });
    return context.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
  context.stdout.write(`${result.id}\n`);
  const lines = (own: string[]) => own.map((line) => `  ${line}\n`).join("");
  tell(`To repeat it in a checkout of the folder, as in CI:\n${lines(ci.dk)}`);
  tell(`or, untested, with docker's own client:\n${lines(ci.docker)}`);
}

/** As loanOf() takes it. */
function givenCa({ env }: DkContext, ca: string | undefined): string | undefined {
  const given = ca ?? env.DK_CA;
  return given && given !== "none" ? given : undefined;
}

async function pushAll(
  context: DkContext,
  engine: Engine,
  { tags }: ContainerizeResult,
  quiet: boolean,
): Promise<Pushed[]> {
  const { push } = await import("../features/registry/push.ts");
  const { registryWork } = await import("./registry_work.ts");
  const { openProgress } = await import("../view/progress/open.ts");
  const pushed: Pushed[] = [];
  for (const [at, tag] of tags.entries()) {
    using progress = openProgress(quiet ? "quiet" : undefined, context);
    const work = registryWork(context, engine, progress);
    try {
      pushed.push(...await push(parseReference(tag), { allTags: false }, work));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const later = tags.slice(at).map((each) => `dk push ${each}`).join("; ");
      throw new Failure(error.message, {
        why: error.why,
        next: `${
          error.next ? `${error.next}. ` : ""
        }Files and image are kept; push later: ${later}`,
        exitCode: error.exitCode,
        cause: error,
      });
    }
  }
  return pushed;
}

function resultDocument(
  { id, tags, dockerfile, dockerignore, files, ledger, plan, proof, test }: ContainerizeResult,
  { pushed, ci }: { pushed: Pushed[] | undefined; ci: string[] },
) {
  const steps = ledger.steps.map(({ line, command: typed, exit, seconds }, index) => {
    const command = concealSecrets(typed);
    return { line, command, exit, seconds, kept: plan.kept[index] };
  });
  return {
    image: tags[0],
    id,
    tags,
    base: ledger.base,
    dockerfile,
    dockerignore: dockerignore ?? null,
    files,
    steps,
    proof,
    test: test ? testDocument(test) : null,
    warnings: plan.warnings,
    pushed: pushed?.map((one) => ({ ...one, size: one.size ?? null })) ?? null,
    ci,
  };
}

function testDocument(test: NonNullable<ContainerizeResult["test"]>) {
  const { withoutData, session } = test;
  return {
    ...test,
    withoutData: withoutData ?? null,
    session: session ? { ...session, difference: session.difference ?? null } : null,
  };
}
