import assert from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import { parseTemplate } from "./template.ts";

const value = {
  ID: "abc",
  Size: 12,
  Big: 9007199254740993n,
  Ratio: 1.5,
  On: true,
  None: null,
  State: { Status: "running", Pid: 7, Paused: false },
  Tags: ["a:1", "b:2"],
  Empty: [],
  Labels: "a=1,b=2",
  Label: (key: string) => key === "a" ? "1" : "",
  Config: { Labels: { k: "v", "x.y": "z" } },
  Ports: { "80/tcp": [{ HostPort: "8080" }], "81/tcp": null },
};

/** What docker prints for the same, except where a comment says so. */
const rendered: ReadonlyArray<readonly [template: string, text: string]> = [
  ["plain", "plain"],
  ["{{.ID}}", "abc"],
  ["{{ .ID }}:{{.Size}} {{.Big}} {{.Ratio}}", "abc:12 9007199254740993 1.5"],
  ["{{.On}} {{.None}}", "true <no value>"],
  ["{{.State.Status}} {{(.State).Pid}} {{(.State.Pid)}}", "running 7 7"],
  ["{{json .State}}", '{"Status":"running","Pid":7,"Paused":false}'],
  ["{{json .ID}} {{.Tags | json}} {{json .None}}", '"abc" ["a:1","b:2"] null'],
  ["{{index .Tags 1}}", "b:2"],
  ["{{.Tags}} {{.Empty}}", "[a:1 b:2] []"],
  ['{{.Label "a"}}|{{.Label "absent"}}', "1|"],
  ['{{index .Config.Labels "k"}}|{{index .Config.Labels "absent"}}|', "v||"],
  ['{{(index (index .Ports "80/tcp") 0).HostPort}}', "8080"],
  ['{{(index .Ports "80/tcp" 0).HostPort}}', "8080"],
  ["a\\tb", "a\\tb"],
  ["{{range .Tags}}<{{.}}>{{end}}", "<a:1><b:2>"],
  ["{{range $i, $t := .Tags}}{{if $i}}, {{end}}{{$t}}{{end}}", "a:1, b:2"],
  ["{{range $k, $v := .Config.Labels}}{{$k}}={{$v}} {{end}}", "k=v x.y=z "],
  [
    "{{range $p, $c := .Ports}}{{$p}}{{range $c}}->{{.HostPort}}{{end}} {{end}}",
    "80/tcp->8080 81/tcp ",
  ],
  ["{{range .Empty}}x{{else}}none{{end}}{{range .None}}x{{end}}{{range 3}}{{.}}{{end}}", "none012"],
  ['{{range .Tags}}{{if eq . "b:2"}}{{break}}{{end}}{{.}}{{end}}', "a:1"],
  ['{{range .Tags}}{{if eq . "a:1"}}{{continue}}{{end}}{{.}}{{end}}', "b:2"],
  ["{{if .State.Paused}}p{{else if .State.Pid}}{{.ID}}{{else}}n{{end}}", "abc"],
  ["{{if not .Empty}}empty{{end}}{{if and .On .Tags}}!{{end}}{{or .None .Empty .ID}}", "empty!abc"],
  ["{{with .State}}{{.Status}} {{$.ID}}{{end}}{{with .None}}x{{else}}y{{end}}", "running abcy"],
  ["{{with $x := .State}}{{$x.Pid}}{{end}}", "7"],
  ["{{with .None}}a{{else with .State}}{{.Pid}}{{end}}", "7"],
  ["{{$n := 1}}{{range .Tags}}{{$n = 2}}{{end}}{{$n}}", "2"],
  ["{{$n := 1}}{{if .On}}{{$n := 2}}{{$n}}{{end}}{{$n}}", "21"],
  ["a {{- .ID -}} b {{- /* no\n words */ -}} c{{/* x */}}", "aabcbc"],
  [
    '{{"}}"}}{{`a\\t"`}} {{"\\u00e9\\x41\\t|"}} {{\'a\'}} {{0x10}} {{1_000}}',
    '}}a\\t" éA\t| 97 16 1000',
  ],
  [
    '{{define "T"}}[{{.}}{{$}}]{{end}}{{template "T" .ID}}{{block "B" .Size}}<{{.}}>{{end}}',
    "[abcabc]<12>",
  ],
  ["{{len .Tags}} {{len .ID}} {{len .Config.Labels}} {{len .None}}", "2 3 2 0"],
  [
    "{{eq .ID `x` `abc`}} {{ne .Size 3}} {{lt 1 2}} {{ge `b` `a`}} {{gt .Big 5}}",
    "true true true true true",
  ],
  ["{{.ID | upper | lower | title}} {{title `two words`}}", "Abc Two Words"],
  [
    "{{join .Tags `, `}} {{split .Labels `,`}} {{index (split .Labels `=`) 1}}",
    "a:1, b:2 [a=1 b=2] 1,b",
  ],
  ["{{truncate .ID 2}} {{truncate .ID 9}} {{pad .ID 1 2}}|{{pad `` 1 2}}|", "ab abc  abc  ||"],
  ["{{slice .ID 1}} {{slice .ID 0 2}} {{slice .Tags 1 2}}", "bc ab [b:2]"],
  ["{{print .ID 1 2 `a` `b` 3}} {{println .ID 1}}", "abc1 2ab3 abc 1\n"],
  [
    "{{printf `%s-%d %q %v|%5.2f|%-5s|%05d|%x|%t|%3s|%%` .ID .Size .ID .Tags 3.14159 `ab` 42 `hi` true .ID}}",
    'abc-12 "abc" [a:1 b:2]| 3.14|ab   |00042|6869|true|abc|%',
  ],
  [
    "{{printf `%s %d %s` 5 `x`}} {{printf `%.2s` .ID}} {{.Tags | len | printf `%03d`}}",
    "%!s(int=5) %!d(string=x) %!s(MISSING) ab 002",
  ],
  ["{{html `<a&b>`}} {{js `it's`}} {{urlquery `a b&c`}}", "&lt;a&amp;b&gt; it\\'s a+b%26c"],
];

Deno.test("parseTemplate() renders what docker's templates say", () => {
  for (const [template, text] of rendered) {
    assert.equal(parseTemplate(template).render(value), text, template);
  }
});

const refused = [
  "{{.ID",
  "{{}}",
  "{{end}}",
  "{{if .ID}}",
  "{{if}}x{{end}}",
  "{{else}}",
  "{{range .Tags}}",
  "{{break}}",
  "{{foo .ID}}",
  "{{.ID | foo}}",
  "{{$x}}",
  "{{if .ID}}{{$x := 1}}{{end}}{{$x}}",
  "{{nil}}",
  "{{3 4}}",
  "{{(.ID}}",
  "{{.ID)}}",
  '{{"open}}',
  "{{.ID .Size | }}",
  "{{template .ID}}",
  "{{#}}",
];

Deno.test("parseTemplate() refuses what is no template", () => {
  for (const template of refused) {
    assert.throws(() => parseTemplate(template), UsageFailure, template);
  }
});

const failing: ReadonlyArray<readonly [template: string, why: RegExp]> = [
  ["{{index .Tags}}{{index .Tags 5}}", /no element 5/],
  ["{{.ID 3}}", /takes no values/],
  ["{{upper}}", /upper: it takes 1 value, not 0/],
  ["{{upper .Size}}", /it takes text, not int/],
  ["{{range .ID}}x{{end}}", /no list/],
  ["{{len .On}}", /bool has no length/],
  ["{{eq .ID 3}}", /string and int cannot be compared/],
  ["{{.ID.Foo}}", /no field "Foo"/],
  ["{{.None.Foo}}", /no field "Foo"/],
  ["{{index .Config.Labels 3}}", /asked with text/],
  ["{{if and .On .Nope}}x{{end}}", /no field "Nope"/],
  ['{{define "R"}}{{template "R"}}{{end}}{{template "R"}}', /without end/],
  ['{{template "Nope"}}', /no template of this name/],
];

Deno.test("render() says what a template asks in vain", () => {
  for (const [template, why] of failing) {
    const { render } = parseTemplate(template);
    assert.throws(() => render(value), (error) => {
      assert.ok(error instanceof UsageFailure, `${template}: ${error}`);
      assert.match(error.message, why, template);
      return true;
    });
  }
});

Deno.test("render() takes docker's own spelling of initials", () => {
  const document = { Id: "x", ApiVersion: "1", lower: 2 };
  assert.equal(parseTemplate("{{.ID}} {{.APIVersion}}").render(document), "x 1");
  assert.throws(() => parseTemplate("{{.Lower}}").render(document), /no field "Lower"/);
});

Deno.test("renderHeader() leaves titles as they are", () => {
  const { renderHeader } = parseTemplate("{{.ID | upper}} {{truncate .Size 1}} {{json .Size}}");
  assert.equal(renderHeader({ ID: "Id", Size: "SIZE" }), "Id SIZE SIZE");
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
  assert.deepEqual([
    ...parseTemplate("{{.ID}} {{range .A}}{{upper (index .B 1)}}{{end}}{{.}}").fields,
  ], [
    "ID",
    "A",
    "B",
    "",
  ]);
});
