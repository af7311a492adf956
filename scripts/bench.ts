/**
 * `deno task bench [build|session] [--format json] [--only TEXT] [--rounds N]`: runs `dist/dk` (or what DK_TEST_DK
 * names) and docker side by side and prints the ratios of their medians. Exit code 1 when a ratio
 * is over its bound or a case could not be measured. `build` takes builds, a quarter of an hour of
 * them, in place of the quick cases; they want an engine of their own:
 * `tests/engines/with 20.10 deno task bench build`. `session` takes what a typed session costs, a
 * minute of it.
 */
import { parseArgs } from "node:util";
import { openEngine } from "../src/engine/engine.ts";
import { formatTable } from "../src/view/table.ts";
import { dkExecutable } from "../tests/e2e/dk_executable.ts";
import { buildCases } from "./bench/build_cases.ts";
import { sessionFigures } from "./bench/session_figures.ts";
import { type BenchCase, type CaseResult, measureCase } from "./bench/contest.ts";
import { fastestDocker } from "./bench/docker_client.ts";
import { engineCases, type World } from "./bench/engine_cases.ts";

/** Start-up: nothing asked of dk but its version, nothing of the runtime but a word. */
function startCase(dk: string): BenchCase {
  return {
    name: "--version",
    rounds: 60,
    bound: 1.25,
    async setup(stack) {
      const hello = await Deno.makeTempFile({ suffix: ".js" });
      stack.defer(() => Deno.remove(hello));
      await Deno.writeTextFile(hello, 'console.log("hello")\n');
      return {
        dk: { label: "dk", program: dk, args: ["--version"] },
        rival: {
          label: `deno ${Deno.version.deno} hello.js`,
          program: Deno.execPath(),
          args: ["run", hello],
          env: { DENO_NO_UPDATE_CHECK: "1" },
        },
      };
    },
  };
}

function table(results: CaseResult[]): string {
  const header = [
    "CASE",
    "DK ms",
    "(p10-p90)",
    "RIVAL ms",
    "(p10-p90)",
    "RIVAL",
    "RATIO",
    "BOUND",
    "",
  ];
  const ms = (value: number) => value.toFixed(1);
  return formatTable(
    header,
    results.map(({ case: name, dk, rival, ratio, bound, within }) => [
      name,
      ms(dk.median),
      `${ms(dk.p10)}-${ms(dk.p90)}`,
      ms(rival.median),
      `${ms(rival.p10)}-${ms(rival.p90)}`,
      rival.label,
      ratio.toFixed(2),
      bound.toFixed(2),
      within ? "ok" : "OVER",
    ]),
  );
}

/** Figures of dk's own beside their bounds, one to a line. */
function limitLines(results: CaseResult[]): string[] {
  return results.flatMap(({ case: name, limits }) =>
    limits.map(({ name: what, value, bound }) =>
      `${name}: ${what}: ${value.toFixed(2)} of at most ${bound}${value > bound ? " OVER" : ""}`
    )
  );
}

const { values: options, positionals: [group] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    format: { type: "string", default: "table" },
    only: { type: "string", default: "" },
    rounds: { type: "string" },
  },
});
await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
const world: World = {
  dk: dkExecutable(),
  docker: await fastestDocker(),
  engine,
  image: Deno.env.get("DK_TEST_IMAGE") ?? "debian:12",
};
console.error(`docker: ${world.docker.path} ${world.docker.version}, the fastest client here`);
const [load] = Deno.loadavg();
if (load > navigator.hardwareConcurrency) {
  console.error(
    `this machine is busy (load ${load.toFixed(1)}): ratios come out worse than they are`,
  );
}
if (group !== undefined && !["build", "session"].includes(group)) {
  throw new Error(`There is no group ${group}`);
}
if (group === "session") {
  const figures = await sessionFigures(world);
  for (const { name, value, bound } of figures) {
    console.log(`${name}: ${value.toFixed(2)} of at most ${bound}${value > bound ? " OVER" : ""}`);
  }
  Deno.exit(figures.every(({ value, bound }) => value <= bound) ? 0 : 1);
}
const cases = group ? await buildCases(world) : [startCase(world.dk), ...engineCases(world)];
const results: CaseResult[] = [];
let whole = true;
for (const bench of cases.filter(({ name }) => name.includes(options.only))) {
  console.error(`measuring ${bench.name}`);
  try {
    const result = await measureCase(bench, options.rounds ? Number(options.rounds) : undefined);
    results.push(result);
    const { dk, rival, ratio } = result; // At once: whoever breaks off has what was measured.
    console.error(
      `  ${dk.median.toFixed(1)} ms, ${rival.label} ${rival.median.toFixed(1)} ms: ${
        ratio.toFixed(2)
      }`,
    );
  } catch (error) {
    console.error(`${bench.name} cannot be measured:`, error);
    whole = false;
  }
}
console.log(
  options.format === "json"
    ? JSON.stringify(results, null, 2)
    : [table(results).trimEnd(), ...limitLines(results)].join("\n"),
);
Deno.exitCode = whole && results.every(({ within }) => within) ? 0 : 1;
