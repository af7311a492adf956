import { pruneBuildCache } from "../../src/engine/build.ts";
import { EngineError } from "../../src/engine/errors.ts";
import { removeImage } from "../../src/engine/images/manage.ts";
import { buildxExecutable } from "../../tests/e2e/buildx.ts";
import { outputOf } from "../../tests/e2e/program.ts";
import { BuildContext } from "./build_context.ts";
import type { BenchCase, CommandLine, Contest, Limit } from "./contest.ts";
import type { World } from "./engine_cases.ts";
import { bytesSent, peakMemory } from "./own_figures.ts";

const smallFiles = 50_000;
const usualFiles = 5000;
const largeFile = 2_000_000_000;
const mebibyte = 1024 * 1024;
const tag = "dk-bench-build:1";

/** A program, ready but for the context that it builds from. */
type Builder = (context: BuildContext) => CommandLine;

/** What is built when: what `before` does to the context for each run. */
interface Scenario {
  name: string;
  context(): Promise<BuildContext>;
  before(context: BuildContext): Promise<void>;
  /** Whether the engine must forget what it built before each run: space for large ones. */
  forgets?: boolean;
  limits?(contest: Contest, sides: Sides, context: BuildContext): Promise<Limit[]>;
}

interface Sides {
  dk: Builder;
  rival: Builder;
}

/**
 * Builds with dk beside those of docker's clients, like against like. They fill the engine's disk
 * and have it forget all builds.
 *
 * @throws Error on an engine that tests/engines/with has not started
 */
export async function buildCases(world: World): Promise<BenchCase[]> {
  if (!Deno.env.get("DK_TEST_ENGINE")) {
    throw new Error(
      "Builds want an engine of their own: tests/engines/with 20.10 deno task bench build",
    );
  }
  const version = (await outputOf(buildxExecutable(), ["version"])).split(" ")[1];
  const dk = (...flags: string[]) => builder("dk", world.dk, flags);
  const buildx = builder(`buildx ${version}`, buildxExecutable(), []);
  const classic: Builder = (context) => ({
    ...builder(`docker ${world.docker.version} classic`, world.docker.path, [])(context),
    env: { DOCKER_BUILDKIT: "0" },
  });
  const besideBuildx = (scenario: Scenario, bound: number, rounds: number) =>
    buildCase(world, scenario, { dk: dk(), rival: buildx, against: "buildx", bound, rounds });
  const besideClassic = (scenario: Scenario, ours: Builder, bound: number, rounds: number) =>
    buildCase(world, scenario, { dk: ours, rival: classic, against: "classic", bound, rounds });
  const dkClassic = dk("--builder", "classic");
  return [
    besideBuildx(firstTime(), 1.0, 5),
    besideClassic(firstTime(), dkClassic, 0.7, 3),
    besideBuildx(nothingNew(), 1.0, 7),
    besideClassic(nothingNew(), dk(), 0.1, 2),
    besideBuildx(oneChanged(world), 1.0, 5),
    besideBuildx(oneLarge(), 1.0, 3),
    besideClassic(oneLarge(), dkClassic, 1.0, 3),
  ];
}

function builder(label: string, program: string, flags: readonly string[]): Builder {
  return ({ path }) => ({ label, program, args: ["build", ...flags, "-q", "-t", tag, path] });
}

function firstTime(): Scenario {
  return {
    name: `${smallFiles} files, first`,
    context: () => BuildContext.ofSmallFiles(smallFiles),
    async before(context) {
      await context.move();
      await context.change();
    },
  };
}

function nothingNew(): Scenario {
  return {
    name: `${smallFiles} files, nothing new`,
    context: () => BuildContext.ofSmallFiles(smallFiles),
    before: () => Promise.resolve(),
  };
}

function oneChanged({ engine }: World): Scenario {
  return {
    name: `${smallFiles} files, one changed`,
    context: () => BuildContext.ofSmallFiles(smallFiles),
    before: (context) => context.change(),
    async limits({ dk, rival }, sides, context) {
      const [changed, unchanged, theirs] = [
        await bytesSent(dk, engine.address),
        await bytesSent(dk, engine.address),
        await bytesSent(rival, engine.address),
      ];
      const own = 100 * (changed - unchanged) / context.bytes;
      return [
        { name: "sent for the change, percent of the context", value: own, bound: 1 },
        // Names and attributes of all files travel every time: so BuildKit finds what changed.
        { name: "sent in all, as a share of buildx's", value: changed / theirs, bound: 1 },
        {
          name: `sent in all at ${usualFiles} files of usual sizes, percent of the context`,
          value: await percentSent(sides.dk, engine.address),
          bound: 1,
        },
      ];
    },
  };
}

/** How much of a context with files of usual sizes travels after one of them has changed. */
async function percentSent(dk: Builder, address: string): Promise<number> {
  await using context = await BuildContext.ofUsualFiles(usualFiles);
  await bytesSent(dk(context), address);
  await context.change();
  return 100 * await bytesSent(dk(context), address) / context.bytes;
}

function oneLarge(): Scenario {
  return {
    name: `one file of ${largeFile / 1e9} GB, first`,
    context: () => BuildContext.ofLargeFile(largeFile),
    forgets: true,
    async before(context) {
      await context.move();
      await context.change();
    },
    async limits({ dk }) {
      return [{ name: "memory, MB", value: await peakMemory(dk) / mebibyte, bound: 120 }];
    },
  };
}

function buildCase(
  world: World,
  scenario: Scenario,
  sides: Sides & { against: string; bound: number; rounds: number },
): BenchCase {
  return {
    name: `${scenario.name}, beside ${sides.against}`,
    rounds: sides.rounds,
    warmups: 1,
    bound: sides.bound,
    async setup(stack) {
      const context = stack.use(await scenario.context());
      stack.defer(() => forget(world));
      const contest: Contest = {
        dk: sides.dk(context),
        rival: sides.rival(context),
        async before(side) {
          if (scenario.forgets) await forget(world);
          await scenario.before(context);
          contest[side] = sides[side](context);
        },
        async limits() {
          await contest.before?.("dk");
          return await scenario.limits?.(contest, sides, context) ?? [];
        },
      };
      return contest;
    },
  };
}

/** Has the engine give up the image and what builds left. */
async function forget({ engine }: World): Promise<void> {
  try {
    await removeImage(engine, tag, { force: true });
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) throw error;
  }
  await pruneBuildCache(engine, { all: true });
}
