import { defineCommand } from "../cli/command.ts";
import type { DkContext } from "../cli/context.ts";
import type { OpenedEngine } from "../engine/engine.ts";
import { chooseDetachKeys } from "../features/run/detach_keys.ts";
import { checkCidFile, gatherInputs } from "../features/run/inputs.ts";
import type { CreatePlan } from "../features/run/options.ts";
import { planContainer } from "../features/run/plan.ts";
import { runContainer, type RunRequest } from "../features/run/run_container.ts";
import { asEngineTrouble } from "../features/run/start_failure.ts";
import type { Loan } from "../features/lend/loan.ts";
import { parseImageName } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { checkTerminal } from "./check_terminal.ts";
import { imagePuller } from "./image_puller.ts";
import { platformOf } from "./default_platform.ts";
import { engineOf } from "./open_engine.ts";
import { loanOf } from "./loan_flags.ts";
import { runFlags } from "./run_flags.ts";
import { type RunFlags, runOptions } from "./run_options.ts";
import { reportLeft } from "./report_left.ts";
import { sessionIo } from "./session_io.ts";

export default defineCommand({
  name: "run",
  brief: "Run a command in a new container",
  description: `
Flags and exit codes are those of docker run: the container's own code, 125 when the engine cannot
run it, 126 when the command cannot be executed, 127 when there is none of that name. An image that
the engine lacks is pulled first.

--ca host (or DK_CA=host) lets the command trust what this machine trusts, where a company's proxy
replaces the certificates of servers.`,
  flags: runFlags,
  words: { usage: "IMAGE [COMMAND] [ARG...]", least: 1, most: Infinity },
  stopAtFirstWord: true,
  examples: [
    ["A shell in a container that leaves nothing behind", "dk run --rm -it debian:12 bash"],
    ["A filter in a pipe", "printf 'a\\nb\\n' | dk run --rm -i debian:12 sort -r"],
    [
      "Results that belong to you",
      'dk run --rm --owner me -v "$PWD:/work" -w /work debian:12 touch result',
    ],
  ],
  async run(context, given, words) {
    const [image, ...command] = words;
    const flags = { ...given, platform: platformOf(context, given) };
    checkUsage(context, flags, image);
    await using engine = await engineOf(context);
    engine.identity(context.signal).catch(() => {}); // Asked ahead; whoever needs it hears why not.
    const plan = await makePlan(context, flags, engine, image, command);
    const loan = await loanOf(context, { ca: flags.ca });
    if (flags.cidfile) await checkCidFile(flags.cidfile);
    const { id, exitCode } = await runContainer(
      await withHostFiles(request(flags, plan, engine.host.detachKeys), engine, loan),
      {
        engine,
        io: sessionIo(context),
        pull: imagePuller(context, engine, flags.quiet),
        left: (id) => reportLeft(context, id),
        warn: (text) => context.stderr.write(`dk: ${text}\n`),
        signal: context.signal,
      },
    ).catch((error) => {
      throw asEngineTrouble(error);
    });
    if (flags.detach) context.stdout.write(`${id}\n`);
    return exitCode;
  },
});

function checkUsage(context: DkContext, flags: RunFlags, image: string): void {
  parseImageName(image);
  if (flags.owner && flags.user !== undefined) {
    throw new UsageFailure("--owner and --user exclude each other", {
      next: "Leave out one of them",
    });
  }
  checkTerminal(context, flags);
}

async function makePlan(
  context: DkContext,
  flags: RunFlags,
  engine: OpenedEngine,
  image: string,
  command: string[],
): Promise<CreatePlan> {
  const outside = { env: context.env, proxies: engine.host.proxyVariables };
  const window = context.windowSize();
  const plan = planContainer(runOptions(flags), {
    ...await gatherInputs(flags, outside),
    image,
    command,
    cwd: context.cwd,
    consoleSize: window && [window.rows, window.columns],
  });
  if (!flags.owner) return plan;
  const { ownedBy } = await import("../features/run/owner.ts");
  return await ownedBy(context.account(), plan, engine, context.signal);
}

function request(flags: RunFlags, plan: CreatePlan, configuredKeys?: string): RunRequest {
  return {
    plan,
    pull: flags.pull ?? "missing",
    detach: flags.detach,
    sigProxy: flags.sigProxy ?? true,
    detachKeys: chooseDetachKeys(flags.detachKeys, configuredKeys),
    cidFile: flags.cidfile,
  };
}

/** The request, with what the container borrows from this machine. */
async function withHostFiles(
  request: RunRequest,
  engine: OpenedEngine,
  loan: Loan | undefined,
): Promise<RunRequest> {
  if (!loan) return request;
  const { putLoan, withLoan } = await import("../features/lend/container_loan.ts");
  return {
    ...request,
    plan: { ...request.plan, spec: withLoan(request.plan.spec, loan) },
    prepare: (id, signal) => putLoan(engine, id, loan, { signal }),
  };
}
