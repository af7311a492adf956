import assert from "node:assert/strict";
import { withRunSection } from "./run_cfg.ts";

const section = {
  image: "localhost:5000/me/meteorite:1.0",
  volumes: ["{project_root}:/data:ro", "{project_root}/two words:/w"],
  command: "ml.py /data/x.json",
  ports: ["8080:80"],
};

const text = `[meteorite]
name = localhost:5000/me/meteorite
prefix = False
tag = 1.0
volumes = -v {project_root}:/data:ro -v "{project_root}/two words:/w"
ports = -p 8080:80
cmd = ml.py /data/x.json
`;

Deno.test("withRunSection() begins a file", () => {
  assert.equal(withRunSection(undefined, section), text);
  assert.equal(withRunSection("\n", section), text);
});

Deno.test("withRunSection() adds to a file and leaves what is there", () => {
  assert.equal(withRunSection("; mine\n[dev]\ntag=1", section), `; mine\n[dev]\ntag=1\n\n${text}`);
});

Deno.test("withRunSection() leaves a section of that name alone", () => {
  assert.equal(withRunSection(" [ meteorite ]\ntag = 2\n", section), undefined);
});

Deno.test("withRunSection() leaves out what there is none of", () => {
  const bare = { image: "app", volumes: [], ports: [], command: "a\nb" };
  assert.equal(withRunSection(undefined, bare), "[app]\nname = app\nprefix = False\ncmd = a b\n");
});
