import assert from "node:assert/strict";
import { emptyFields } from "./inspect_fields.ts";
import { parseTemplate } from "./template.ts";

/** As an engine of API 1.56 tells of an image that sets nothing. */
const bare = { Id: "sha256:952a", RepoTags: ["bare:1"], Config: {}, Size: 18983 };

const printed: [template: string, text: string][] = [
  ["{{.Created}}{{.Author}}|{{.Config.User}}{{.Config.WorkingDir}}", "|"],
  ["{{.Config.Entrypoint}} {{.Config.Labels}} {{.Config.Healthcheck}}", "[] map[] <nil>"],
  ["{{json .Config.Env}} {{json .Config.User}} {{json .Config}}", 'null "" {}'],
  ['{{index .Config.Labels "a"}}|{{.Size}}', "|18983"],
];

for (const [template, text] of printed) {
  Deno.test(`emptyFields() gives ${template} of a bare image its value`, () => {
    assert.equal(parseTemplate(template).render(bare, emptyFields("images")), text);
  });
}

Deno.test("emptyFields() leaves alone what is said, the whole, and fields that do not exist", () => {
  const full = { Author: "me", Config: { Entrypoint: ["x"], Env: null } };
  const render = (text: string) => parseTemplate(text).render(full, emptyFields("images"));
  assert.equal(render("{{.Author}} {{.Config.Entrypoint}} {{.Config.Env}}"), "me [x] []");
  assert.equal(render("{{json .Config}}"), '{"Entrypoint":["x"],"Env":null}');
  assert.throws(() => render("{{.Config.Nope}}"), /There is no field "Nope"/);
});
