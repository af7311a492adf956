import assert from "node:assert/strict";
import { checkDockerfile } from "../../src/features/build/check/check.ts";
import type { ContextFiles } from "../../src/features/build/check/rule.ts";
import { rules } from "../../src/features/build/check/rules.ts";
import { dirname, join } from "../../src/lib/path.ts";
import {
  checkReport,
  checkReportText,
  checkSummary,
  ruleListText,
} from "../../src/view/build/check_report.ts";
import { captureRun } from "./captured_run.ts";
import { matchGolden } from "./golden_file.ts";

const fixtures = join(dirname(import.meta.filename!), "../fixtures/check");

/** Runs `dk build --check` in 1970, when no release had ended yet. */
async function check(dockerfile: string, ...flags: string[]) {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "Dockerfile"), dockerfile);
  return await captureRun(["build", "--check", ...flags, folder.path]);
}

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "dk-check-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

Deno.test("dk build --check prints findings, what to do, and repairs", async () => {
  const text = await Deno.readTextFile(join(fixtures, "Dockerfile"));
  const now = Date.parse("2026-11-21");
  const context: ContextFiles = { hasIgnoreFile: false, lookUp: () => ({ kind: "sent" }) };
  const { findings } = checkDockerfile(text, { now, buildArgs: {}, context });
  const report = checkReport("Dockerfile", findings);
  await matchGolden("check-report", checkReportText(report) + checkSummary(report));
  await matchGolden("check-report-json", `${JSON.stringify(report, null, 2)}\n`);
});

Deno.test("dk build --check=rules lists the rules", async () => {
  const { exitCode, stdout, stderr } = await captureRun(["build", "--check=rules"]);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  assert.equal(stdout, ruleListText(rules));
  await matchGolden("check-rules", stdout);
});

Deno.test("dk build --check lets no Dockerfile speak to the terminal", async () => {
  const { stdout } = await check("FROM debian:12\n\x1b[2J\x07RUM make\nUSER \x1b]0;x\x07me\n");
  assert.match(stdout, / error UnknownInstruction: There is no instruction RUM\n/);
  // deno-lint-ignore no-control-regex -- control characters are what this is about
  assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f]/);
});

const good = 'FROM debian:12\nUSER me\nCMD ["a"]\n';
const exitCodes: [name: string, dockerfile: string, flags: string[], exitCode: number][] = [
  ["nothing", good, [], 0],
  ["nothing, with --strict", good, ["--strict"], 0],
  ["a warning", `${good}WORKDIR a\n`, [], 0],
  ["a warning, with --strict", `${good}WORKDIR a\n`, ["--strict"], 1],
  ["a warning, with error=true in the file", `# check=error=true\n${good}WORKDIR a\n`, [], 1],
  ["an error", `${good}RUM a\n`, [], 1],
  ["an error, as JSON", `${good}RUM a\n`, ["--format", "json"], 1],
];

for (const [name, dockerfile, flags, expected] of exitCodes) {
  Deno.test(`dk build --check ends with ${expected} for ${name}`, async () => {
    const { exitCode, stdout, stderr } = await check(dockerfile, ...flags);
    assert.equal(exitCode, expected, stdout + stderr);
  });
}

Deno.test("dk build --check --format json prints one document, and -q no summary", async () => {
  const { stdout, stderr } = await check(`${good}WORKDIR a\n`, "--format", "json");
  const report = JSON.parse(stdout);
  assert.deepEqual([report.errors, report.warnings, report.infos, stderr], [0, 1, 0, ""]);
  assert.match(report.file, /\/Dockerfile$/);
  assert.equal((await check(good, "-q")).stderr, "");
  assert.match((await check(good)).stderr, /^Nothing to improve in /);
});

Deno.test("dk build --check sees the ignore file, and --build-arg", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "app.Dockerfile");
  await Deno.writeTextFile(file, "ARG B\nFROM $B\nUSER me\nCOPY . .\n");
  const args = ["build", "--check", "--format", "json", "-f", file, "--build-arg", "B=debian:12"];
  const rulesFound = async () => {
    const { stdout } = await captureRun([...args, folder.path]);
    return JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule);
  };
  assert.deepEqual(await rulesFound(), ["MissingDockerignore"]);
  await Deno.writeTextFile(`${file}.dockerignore`, ".git\n");
  assert.deepEqual(await rulesFound(), []);
});
