import assert from "node:assert/strict";
import type { InspectedNoun } from "../engine/raw_inspect.ts";
import { infoFields, knownFields } from "./inspect_fields.ts";
import { parseTemplate } from "./template.ts";

/** As engines of API 1.41 and 1.56 tell of things that set little. */
const image = { Id: "sha256:952a", RepoTags: ["bare:1"], Config: { Cmd: null }, Size: 18983 };
const mount = { Type: "bind", Source: "/tmp", Destination: "/t", Mode: "ro", RW: false };
const container = {
  Id: "abc",
  State: { Status: "running" },
  Mounts: [{ ...mount, Propagation: "rprivate" }],
  Config: { Labels: { b: "2", a: "1" }, ExposedPorts: { "80/tcp": {} } },
  HostConfig: {
    Binds: null,
    Memory: 0,
    PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] },
    RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
    LogConfig: { Type: "json-file", Config: {} },
  },
  NetworkSettings: {
    Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }], "81/tcp": null },
    Networks: { bridge: { IPAddress: "172.17.0.2", Aliases: null, DriverOpts: null } },
  },
};
const network = { Id: "n", IPAM: { Config: [{ Subnet: "10.0.0.0/8", Gateway: "10.0.0.1" }] } };

/** What docker prints. */
const printed: [noun: InspectedNoun, document: object, template: string, text: string][] = [
  ["images", image, "{{.Created}}{{.Author}}|{{.Config.User}}{{.Config.WorkingDir}}", "|"],
  ["images", image, "{{.Config.Entrypoint}} {{.Config.Cmd}} {{.Config.Labels}}", "[] [] map[]"],
  [
    "images",
    image,
    "{{.Config.Healthcheck}} {{json .Config.Env}} {{.ID}}",
    "<nil> null sha256:952a",
  ],
  ["images", image, '{{index .Config.Labels "a"}}|{{.Size}} {{len .Config.Env}}', "|18983 0"],
  ["images", image, "{{with .Config}}{{range .Env}}x{{else}}none{{end}}{{.User}}{{end}}", "none"],
  ["containers", container, "{{.Config.Labels}} {{.Config.Labels.a}}", "map[a:1 b:2] 1"],
  [
    "containers",
    container,
    "{{.Config.Labels.x}}{{.Config.ExposedPorts}}",
    "<no value>map[80/tcp:{}]",
  ],
  [
    "containers",
    container,
    "{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}",
    "none",
  ],
  ["containers", container, "{{range .Mounts}}{{.Name}}{{.Driver}}{{.Type}}{{end}}", "bind"],
  ["containers", container, "{{.Mounts}}", "[{bind  /tmp /t  ro false rprivate}]"],
  ["containers", container, "{{index .Mounts 0}}", "{bind  /tmp /t  ro false rprivate}"],
  ["containers", container, "{{.HostConfig.PortBindings}}", "map[80/tcp:[{ 8080}]]"],
  [
    "containers",
    container,
    "{{.NetworkSettings.Ports}}",
    "map[80/tcp:[{0.0.0.0 8080}] 81/tcp:[]]",
  ],
  [
    "containers",
    container,
    "{{range $p, $b := .NetworkSettings.Ports}}{{with $b}}{{$p}}{{end}}{{end}}",
    "80/tcp",
  ],
  ["containers", container, '{{(index .NetworkSettings.Ports "80/tcp" 0).HostIP}}', "0.0.0.0"],
  [
    "containers",
    container,
    "{{range .NetworkSettings.Networks}}{{.Aliases}}{{.DriverOpts}}{{end}}",
    "[]map[]",
  ],
  ["containers", container, "{{.NetworkSettings.Networks.nope.IPAddress}}", "<no value>"],
  [
    "containers",
    container,
    "{{.HostConfig.RestartPolicy}} {{.HostConfig.LogConfig}}",
    "{no 0} {json-file map[]}",
  ],
  ["containers", container, "{{.HostConfig.Binds}}{{if .HostConfig.Memory}}m{{end}}", "[]"],
  ["networks", network, "{{.IPAM.Config}} {{.Options}}", "[{10.0.0.0/8  10.0.0.1 map[]}] map[]"],
];

Deno.test("knownFields() gives what is empty, maps and small structs docker's form", () => {
  for (const [noun, document, template, text] of printed) {
    assert.equal(
      parseTemplate(template).render({ ...document }, knownFields(noun)),
      text,
      template,
    );
  }
});

Deno.test("knownFields() leaves alone the whole, fields that do not exist, and other structs", () => {
  const render = (template: string) =>
    parseTemplate(template).render(container, knownFields("containers"));
  assert.equal(render("{{json .Config}}"), JSON.stringify(container.Config));
  assert.equal(render("{{json .HostConfig.LogConfig}}"), '{"Type":"json-file","Config":{}}');
  assert.throws(() => render("{{.Config.Nope}}"), /There is no field "Nope"/);
  assert.throws(() => render("{{.State}}"), /not a single value/);
});

Deno.test("infoFields prints lists of what the engine tells of itself", () => {
  const info = { DriverStatus: [["a", "b"]], Warnings: null, Plugins: { Volume: ["local"] } };
  const template = parseTemplate("{{.DriverStatus}} {{.Warnings}} {{.Plugins.Volume}}");
  assert.equal(template.render(info, infoFields), "[[a b]] [] [local]");
});
