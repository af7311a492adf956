/** What dk prints of containers and images is what docker's own client prints. */
import assert from "node:assert/strict";
import { until } from "../../src/lib/until_fixture.ts";
import { dkExecutable } from "./dk_executable.ts";
import { disposeContainer, disposeImageName, outputOf, runProgram, testName } from "./program.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";

/** Arguments; C stands for a container's name, I for an image's. */
const lines: string[][] = [
  ["ps", "-a", "--filter", "name=C"],
  ["ps", "--filter", "name=C", "--no-trunc"],
  ["ps", "-aq", "--filter", "name=C"],
  ["ps", "-as", "--filter", "name=C"],
  ["ps", "-a", "--filter", "label=dkt=C", "--format", "{{.ID}} {{.Names}} {{.Ports}} {{.Labels}}"],
  ["ps", "-a", "--filter", "name=C", "--format", '{{.Label "dkt"}} {{.Mounts}} {{.Networks}}'],
  ["ps", "-a", "--filter", "name=C", "--format", "table {{.Names}}\\t{{.CreatedAt}}"],
  ["images", "I"],
  ["images", "I:latest", "--no-trunc"],
  ["images", "I", "--digests"],
  ["images", "-q", "I"],
  ["images", "--filter", "reference=I", "--format", "{{.Repository}}:{{.Tag}} {{.Size}}"],
  ["images", "I-not-there"],
  ["history", "I"],
  ["history", "--no-trunc", "I"],
  ["history", "-q", "I"],
  ["inspect", "C"],
  ["inspect", "I", "C"],
  ["inspect", "--type", "network", "bridge"],
  ["inspect", "-f", "{{.State.Status}} {{json .Config.Cmd}}", "C"],
  ["inspect", "-f", '{{index .Config.Labels "dkt"}}', "C"],
  ["inspect", "-f", "{{.Config.Entrypoint}} {{.Config.Volumes}} {{.Config.OnBuild}}", "I", "C"],
  ["inspect", "-f", "{{.Author}}{{.Config.User}} {{.Config.Healthcheck}} {{.Config.Shell}}", "I"],
  ["inspect", "-f", "{{json .Config.Entrypoint}} {{json .Config.OnBuild}} {{.State.Health}}", "C"],
  ["inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}\\t{{.ID}}", "C"],
  ["inspect", "-f", "{{.Mounts}}{{range .Mounts}}{{.Type}} {{.Name}}{{end}}", "C"],
  ["inspect", "-f", "{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}", "C"],
  ["inspect", "-f", "{{.NetworkSettings.Ports}} {{.Config.ExposedPorts}}", "C"],
  ["inspect", "-f", '{{join .Config.Cmd "|"}} {{.Config.Labels}} {{printf "%.5s" .Image}}', "C"],
  ["ps", "--filter", "name=C", "--format", "table {{.Names | upper}}\\t{{truncate .ID 4}}"],
  ["ps", "--filter", "name=C", "--format", 'table {{.Label "dkt"}}'],
  ["history", "--format", "{{.CreatedAt}} {{if .Comment}}{{.Comment | lower}}{{end}}", "I"],
  ["history", "--human=false", "I"],
  ["version", "-f", "{{.Server.Version}} {{.Client.APIVersion}} {{.Client.Os}}/{{.Client.Arch}}"],
  ["version", "-f", "{{range .Server.Components}}{{.Name}} {{end}}{{.Client.Context}}"],
  ["info", "-f", "{{.ServerVersion}} {{.OSType}} {{.Driver}} {{.DriverStatus}} {{.NCPU}}"],
  ["info", "-f", "{{json .SecurityOptions}} {{.Plugins.Volume}} {{.ClientInfo.Context}}"],
];

Deno.test("dk prints lists and descriptions as docker does", async () => {
  const container = testName("list");
  const name = testName("list");
  await using _image = disposeImageName(name);
  await outputOf("docker", ["tag", image, name]);
  await using _container = disposeContainer(container);
  const publish = ["-p", "127.0.0.1::80", "-p", "127.0.0.1::9000/udp", "--expose", "7000-7002"];
  const label = `dkt=${container}`;
  const options = ["--name", container, "--label", label, "-v", "/anonymous", ...publish];
  await outputOf("docker", ["run", "-d", ...options, name, "sh", "-c", 'sleep "900"; echo done']);
  for (const line of lines) {
    const args = line.map((word) => word.replace(/\bC\b/, container).replace(/\bI\b/, name));
    await sameOutput(args);
  }
});

/**
 * Ages change while one looks: where the two differ, dk is asked between two questions to docker,
 * until docker answers both the same, which it does at the latest when all is minutes old.
 */
async function sameOutput(args: string[]): Promise<void> {
  const docker = () => outputOf("docker", args);
  let [theirs, ours] = await Promise.all([docker(), outputOf(dkExecutable(), args)]);
  const isSettled = async () => {
    if (ours === theirs) return true;
    theirs = await docker();
    ours = await outputOf(dkExecutable(), args);
    return theirs === await docker();
  };
  await until(isSettled, { seconds: 300, what: () => `docker ${args.join(" ")} says the same` });
  assert.equal(ours, theirs, args.join(" "));
}

Deno.test("dk images --format json is one document with numbers and times", async () => {
  const name = testName("json");
  await using _image = disposeImageName(name);
  await outputOf("docker", ["tag", image, name]);
  const [row, ...more] = JSON.parse(
    await outputOf(dkExecutable(), ["images", name, "--format", "json"]),
  );
  assert.deepEqual(more, []);
  assert.deepEqual(Object.keys(row), [
    "id",
    "repository",
    "tag",
    "digest",
    "created",
    "size",
    "labels",
  ]);
  assert.deepEqual([row.repository, row.tag, row.digest], [name, "latest", null]);
  assert.ok(row.size > 0 && /^sha256:[0-9a-f]{64}$/.test(row.id) && Date.parse(row.created) > 0);
});

Deno.test("dk rm, rmi and inspect do what they can and name what they cannot", async () => {
  const [container, name, absent] = [testName("rm"), testName("rm"), testName("absent")];
  await using _image = disposeImageName(name);
  await outputOf("docker", ["tag", image, name]);
  await outputOf("docker", ["create", "--name", container, image, "true"]);
  const cases: [args: string[], code: number, stdout: RegExp, stderr: RegExp][] = [
    [["inspect", absent, "-f", "{{.Id}}", container], 1, /^[0-9a-f]{64}\n$/, new RegExp(absent)],
    [["rm", absent, container], 1, new RegExp(`^${container}\n$`), new RegExp(absent)],
    [["rm", "-f", absent], 0, /^$/, /^$/],
    [["rmi", absent, name], 1, new RegExp(`^Untagged: ${name}:latest\n`), new RegExp(absent)],
    [["rmi", "-f", absent], 0, /^$/, /^$/],
    [["tag", absent, name], 1, /^$/, new RegExp(absent)],
    [["tag", image, "Upper:case"], 2, /^$/, /Upper:case/],
    [["history", absent], 1, /^$/, new RegExp(absent)],
  ];
  for (const [args, code, stdout, stderr] of cases) {
    const result = await runProgram(dkExecutable(), args);
    assert.equal(result.code, code, `${args.join(" ")}: ${result.stderr}`);
    assert.match(result.stdout, stdout);
    assert.match(result.stderr, stderr);
  }
});
