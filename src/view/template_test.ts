import assert from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import { LabelText, parseTemplate } from "./template.ts";

const value = {
  ID: "abc",
  Size: 12,
  On: true,
  None: null,
  State: { Status: "running", Pid: 7 },
  Tags: ["a:1", "b:2"],
  Labels: new LabelText({ "com.x/y": "1", z: "two" }),
  Config: { Labels: { k: "v" } },
};

const rendered: ReadonlyArray<readonly [template: string, text: string]> = [
  ["plain", "plain"],
  ["{{.ID}}", "abc"],
  ["{{ .ID }}:{{.Size}}", "abc:12"],
  ["{{.On}} {{.None}}", "true <no value>"],
  ["{{.State.Status}}", "running"],
  ["{{json .State}}", '{"Status":"running","Pid":7}'],
  ["{{json .ID}}", '"abc"'],
  ["{{index .Tags 1}}", "b:2"],
  ["{{.Tags}}", "[a:1 b:2]"],
  ["{{.Labels}}", "com.x/y=1,z=two"],
  ['{{.Label "com.x/y"}}|{{.Label "absent"}}', "1|"],
  ['{{index .Config.Labels "k"}}', "v"],
  ["{{.ID}}\\t{{.Size}}\\n", "abc\t12\n"],
];

Deno.test("parseTemplate() renders fields, json and index", () => {
  for (const [template, text] of rendered) {
    assert.equal(parseTemplate(template).render(value), text, template);
  }
});

const refused = [
  "{{range .Tags}}{{.}}{{end}}",
  "{{.ID | upper}}",
  "{{.ID",
  "{{}}",
  "{{index .Tags}}",
  "{{.ID 3}}",
];

Deno.test("parseTemplate() refuses what it cannot carry out exactly", () => {
  for (const template of refused) {
    assert.throws(() => parseTemplate(template), UsageFailure, template);
  }
});

Deno.test("render() names a field that does not exist, and the ones that do", () => {
  assert.throws(
    () => parseTemplate("{{.Nope}}").render(value),
    (error) =>
      error instanceof UsageFailure && /Nope/.test(error.message) && /ID/.test(error.next!),
  );
});

Deno.test("render() refuses to print an object without json", () => {
  assert.throws(() => parseTemplate("{{.State}}").render(value), /not a single value/);
});

Deno.test("fields tells which fields a template uses", () => {
  assert.deepEqual([...parseTemplate("{{.ID}} {{json .State.Pid}} {{json .}}").fields], [
    "ID",
    "State",
    "",
  ]);
});
