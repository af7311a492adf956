import assert from "node:assert/strict";
import { presentImages, suggestBase } from "./base_choice.ts";
import { parseProbe } from "./base_facts.ts";
import type { LocalVersions } from "./base_family.ts";
import { notesOnFacts, notesOnName } from "./base_notes.ts";
import { inspectProject } from "./inspect.ts";
import { bases, sourceOf } from "./source_fixture.ts";

const now = Date.parse("2026-11-21");
const script = { "main.py": "import json\n" };

const cases: [
  name: string,
  files: Record<string, string>,
  local: LocalVersions,
  present: string[],
  image: string,
  reason: string,
][] = [
  ["nothing asked for", script, {}, [], "python:3.13-slim", "main.py is for Python"],
  [
    "the local Python",
    script,
    { python: "3.12.4" },
    [],
    "python:3.12-slim",
    "you develop with Python 3.12.4",
  ],
  [
    "a local Python that has ended",
    script,
    { python: "3.8.1" },
    [],
    "python:3.13-slim",
    "main.py is for Python",
  ],
  [
    "a fitting image of the engine",
    script,
    {},
    ["python:3.11-slim", "python:3.9-slim", "debian:12"],
    "python:3.11-slim",
    "main.py is for Python",
  ],
  [
    "no image of the engine that differs from what is developed with",
    script,
    { python: "3.12.4" },
    ["python:3.11-slim"],
    "python:3.12-slim",
    "you develop with Python 3.12.4",
  ],
  [
    "a version asked for by name, also an old one",
    { ...script, ".python-version": "3.8.10\n" },
    { python: "3.12.4" },
    [],
    "python:3.8-slim",
    ".python-version asks for Python 3.8.10",
  ],
  [
    "a range and the local version",
    { "pyproject.toml": '[project]\nrequires-python = ">=3.10"\n' },
    { python: "3.14.0" },
    [],
    "python:3.14-slim",
    "pyproject.toml asks for Python >=3.10; you develop with 3.14.0",
  ],
  [
    "a range that only old versions fulfil",
    { "setup.py": "setup(python_requires='<3.9,>=3.6')" },
    {},
    [],
    "python:3.8-slim",
    "setup.py asks for Python <3.9,>=3.6",
  ],
  [
    "an exact image of the engine for a range",
    { "pyproject.toml": '[project]\nrequires-python = ">=3.12"\n' },
    {},
    ["python:3.11-slim", "python:3.12.7-slim-bookworm"],
    "python:3.12.7-slim-bookworm",
    "pyproject.toml asks for Python >=3.12",
  ],
  ["Node.js", { "package.json": "{}" }, {}, [], "node:24-slim", "package.json is for Node.js"],
  [
    "engines",
    { "package.json": '{"engines":{"node":"^22.1"}}' },
    {},
    [],
    "node:22-slim",
    "package.json asks for Node.js ^22.1",
  ],
  [
    ".nvmrc",
    { "package.json": "{}", ".nvmrc": "v20.1" },
    {},
    [],
    "node:20-slim",
    ".nvmrc asks for Node.js 20.1",
  ],
  ["R", { "a.R": "library(x)" }, {}, [], "rocker/r-ver:4.5.1", "a.R is for R"],
  [
    "renv",
    { "renv.lock": '{"R":{"Version":"4.3.2"},"Packages":{}}' },
    {},
    [],
    "rocker/r-ver:4.3.2",
    "renv.lock asks for R 4.3.2",
  ],
  [
    "conda",
    { "environment.yml": "dependencies: [numpy]" },
    {},
    [],
    "condaforge/miniforge3:25.11.0-1",
    "environment.yml is a conda environment",
  ],
  [
    "C",
    { "Makefile": "a:", "a.c": "" },
    {},
    ["debian:12"],
    "debian:12",
    "Makefile is for a compiler, which any system has",
  ],
  [
    "C without an image",
    { "Makefile": "a:", "a.c": "" },
    {},
    [],
    "debian:13",
    "Makefile is for a compiler, which any system has",
  ],
  [
    "a shell script",
    { "run.sh": "#!/bin/sh\n" },
    {},
    ["debian:10", "debian:12"],
    "debian:12",
    "run.sh runs on any system",
  ],
  [
    "a shell script that calls Python",
    { "run.sh*": "#!/bin/sh\n", "lib/a.py": "x=1" },
    {},
    [],
    "python:3.13-slim",
    "lib/a.py is for Python",
  ],
  ["nothing", {}, {}, [], "debian:13", "nothing says what the project needs"],
];

for (const [name, files, local, present, image, reason] of cases) {
  Deno.test(`suggestBase() chooses for ${name}`, async () => {
    const images = presentImages(
      present.map((name) => ({ RepoTags: [name], Size: 1, Created: 1 })),
    );
    const got = suggestBase(await inspectProject(sourceOf(files)), { images, local, now });
    assert.equal(got.image, image);
    assert.equal(got.reason, reason);
    assert.equal(got.present?.image, present.includes(image) ? image : undefined);
    assert.doesNotMatch(JSON.stringify(got), /latest/);
  });
}

Deno.test("presentImages() leaves out images without a name that stays", () => {
  const images = [{ RepoTags: ["a:1", "a:latest", "<none>:<none>"], Size: 2, Created: 3 }];
  assert.deepEqual(presentImages([...images, { RepoTags: null, Size: 1, Created: 1 }]), [
    { image: "a:1", size: 2, created: 3000 },
  ]);
});

const names: [image: string, ...notes: [text: RegExp, instead: string | undefined][]][] = [
  ["debian:12"],
  ["debian:bookworm"],
  ["python:3.12-slim"],
  ["me/app@sha256:" + "a".repeat(64)],
  ["debian", [/has no tag/, "debian:13"]],
  ["python:slim", [/moves/, "python:3.14"]],
  ["centos:7.9.2009", [
    /^CentOS 7 gets no .* 2024-06-30, and its package servers are gone/,
    "almalinux:9",
  ]],
  ["python:3.8-slim-buster", [/^Python 3.8 /, "python:3.14-slim"], [/^Debian 10 /, "debian:13"]],
  ["fedora:43", [/until 2026-12-09 only/, undefined]],
];

for (const [image, ...expected] of names) {
  Deno.test(`notesOnName() looks at ${image.slice(0, 30)}`, () => {
    const notes = notesOnName(image, now);
    assert.equal(notes.length, expected.length, JSON.stringify(notes));
    expected.forEach(([text, instead], at) => {
      assert.match(notes[at].text, text);
      assert.equal(notes[at].instead, instead);
    });
  });
}

Deno.test("notesOnFacts() compares interpreters and knows what the system brings", async () => {
  const asking = await inspectProject(sourceOf({ ...script, ".python-version": "3.12" }));
  const plain = await inspectProject(sourceOf(script));
  const texts = (image: string, facts: typeof bases.debian, findings = plain, python?: string) =>
    notesOnFacts(image, facts, { findings, local: { python }, now }).map(({ text, instead }) =>
      `${text} > ${instead}`
    );
  assert.deepEqual(texts("debian:12", bases.debianPython, asking), [
    "Its Python is 3.11.2; .python-version asks for 3.12 > python:3.12-slim",
  ]);
  assert.deepEqual(texts("debian:12", bases.debian, plain, "3.13.1"), [
    "Its Python is 3.11; you develop with 3.13.1 > python:3.13-slim",
  ]);
  assert.deepEqual(texts("python:3.12-slim", bases.pythonSlim, asking, "3.9.1"), []);
  const old = parseProbe('os.ID="centos"\nos.VERSION_ID="7"\nhas=yum\n');
  assert.match(texts("our/own:1", old)[0], /^CentOS 7 .* almalinux:9$/);
  assert.deepEqual(texts("centos:7", old), []);
});
