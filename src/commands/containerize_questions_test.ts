import assert from "node:assert/strict";
import type { LinesQuestion } from "../cli/ask_lines.ts";
import { inspectProject } from "../features/containerize/suggest/inspect.ts";
import { bases, sourceOf } from "../features/containerize/suggest/source_fixture.ts";
import { Failure } from "../lib/failure.ts";
import { askQuestions, nobodyToAsk, type QuestionWorld } from "./containerize_questions.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const files = {
  "main.py*": "#!/usr/bin/env python3\nimport numpy, os, sys\nos.environ['DATA_KEY']\nsys.argv\n",
  "test_main.py": "import pytest\n",
};

/** Answers questions one after the other; Enter is undefined. */
function person(...answers: (string[] | undefined)[]) {
  const asked: LinesQuestion[] = [];
  const told: string[] = [];
  const probed: string[] = [];
  const ask = (question: LinesQuestion) => {
    asked.push(question);
    return Promise.resolve(answers.shift() ?? question.lines);
  };
  return { ask, asked, told, probed };
}

async function world(
  { ask, told, probed }: Pick<ReturnType<typeof person>, "told" | "probed"> & {
    ask?: QuestionWorld["ask"];
  },
  changes: Partial<QuestionWorld> = {},
): Promise<QuestionWorld> {
  return {
    findings: await inspectProject(sourceOf(files)),
    images: [{ image: "debian:12", size: 212e6, created: now - 3 * 3600e3 }],
    local: { python: "3.12.4" },
    now,
    code: "/code",
    given: { base: undefined, dependency: [], install: [], env: [] },
    remembered: undefined,
    ask,
    tell: (text) => void told.push(text),
    probe: (image) => {
      probed.push(image);
      return Promise.resolve(/^debian/.test(image) ? bases.debian : bases.pythonSlim);
    },
    ...changes,
  };
}

const suggested = {
  base: "python:3.12-slim",
  dependencies: ["pip install numpy", "pip install pytest"],
  install: [],
  environment: ["PYTHONUNBUFFERED=1", "PATH=/code:$PATH"],
};

Deno.test("Enter takes every suggestion, and each says why it is made", async () => {
  const user = person();
  const { answers, testOnly } = await askQuestions(await world(user));
  assert.deepEqual(answers, suggested);
  assert.deepEqual(testOnly, ["pip install pytest"]);
  assert.deepEqual(user.asked.map(({ title, notes }) => [title, ...notes]), [
    [
      "1/4  Base image",
      "you develop with Python 3.12.4; to be pulled; security updates until 2028-10-31",
      "Also here: debian:12 (212MB, 3 hours ago)",
    ],
    [
      "2/4  Dependencies",
      "main.py imports numpy",
      "test_main.py imports pytest (for tests only)",
      "Enter takes these; type to add, up to change",
    ],
    ["3/4  Install process", "Enter for none"],
    [
      "4/4  Environment variables",
      "PYTHONUNBUFFERED: output is seen as it is printed",
      "PATH: main.py is found by its name",
      "DATA_KEY is not set: asked for by main.py line 3",
      "Enter takes these; type to add, up to change",
    ],
  ]);
});

Deno.test("without anybody to ask, the suggestions are the answers and the rest is told", async () => {
  const user = person();
  const { answers } = await askQuestions(await world({ told: user.told, probed: user.probed }));
  assert.deepEqual(answers, suggested);
  assert.deepEqual(user.told, ["DATA_KEY is not set: asked for by main.py line 3"]);
});

Deno.test("what flags say is not asked; an empty word is none", async () => {
  const user = person();
  const given = { base: "debian:12", dependency: [""], install: ["make"], env: ["A=1"] };
  const { answers } = await askQuestions(await world(user, { given }));
  assert.deepEqual(answers, {
    base: "debian:12",
    dependencies: [],
    install: ["make"],
    environment: ["A=1"],
  });
  assert.deepEqual(user.asked, []);
  assert.deepEqual(user.told, ["Its Python is 3.11; you develop with 3.12.4"]);
});

Deno.test("a base image that does not fit is asked for again, with a better one suggested", async () => {
  const user = person(["debian:12"]);
  const { answers } = await askQuestions(await world(user));
  assert.equal(answers.base, "python:3.12-slim");
  assert.deepEqual(user.asked[1], {
    title: "1/4  Base image",
    notes: [
      "Its Python is 3.11; you develop with 3.12.4",
      "Enter takes python:3.12-slim instead; type debian:12 again to keep it",
    ],
    lines: ["python:3.12-slim"],
    isList: false,
    isReplaceable: true,
  });
  assert.deepEqual(user.probed, ["debian:12", "python:3.12-slim"]);
});

Deno.test("a base image named twice is taken", async () => {
  const user = person(["debian:12"], ["debian:12"], ["numpy"], ["pip install /code"], ["B=2"]);
  const { answers } = await askQuestions(await world(user));
  assert.deepEqual(answers, {
    base: "debian:12",
    dependencies: [
      "apt-get update && apt-get install -y python3 python3-venv",
      "python3 -m venv /opt/venv",
      "/opt/venv/bin/pip install numpy",
    ],
    install: ["pip install /code"],
    environment: ["B=2"],
  });
});

Deno.test("CentOS 7 is spoken against before it is pulled", async () => {
  const user = person(["centos:7"]);
  const { answers } = await askQuestions(await world(user));
  assert.equal(answers.base, "almalinux:9");
  assert.match(user.asked[1].notes[0], /^CentOS 7 gets no security updates since 2024-06-30/);
  assert.deepEqual(user.probed, ["almalinux:9"]);
});

Deno.test("an image that cannot be pulled leads to one that is there", async () => {
  const probe = (image: string) => {
    if (image === "debian:12") return Promise.resolve(bases.debian);
    return Promise.reject(new Failure(`Cannot pull ${image}`, { why: "no network" }));
  };
  const user = person(undefined, undefined, ["debian:12"]);
  const { answers } = await askQuestions(await world(user, { probe }));
  assert.equal(answers.base, "debian:12");
  assert.deepEqual(user.asked[1].notes, [
    "Cannot pull python:3.12-slim: no network",
    "Enter takes debian:12, which the engine has",
  ]);
  const silent = await world({ told: [], probed: [] }, { probe });
  await assert.rejects(askQuestions(silent), {
    message: "Cannot pull python:3.12-slim",
    next: "Add --base debian:12, which the engine has",
  });
});

Deno.test("malformed images and variables, and secrets, are asked for again", async () => {
  const user = person(
    ["Not An Image"],
    undefined,
    undefined,
    undefined,
    ["API_TOKEN=s3cr3ts3cr3t"],
    [
      "A=1",
    ],
  );
  const { answers } = await askQuestions(await world(user));
  assert.equal(answers.base, "python:3.12-slim");
  assert.match(user.asked[1].notes[0], /^Malformed image reference/);
  assert.deepEqual(answers.environment, ["A=1"]);
  assert.match(user.asked[5].notes[0], /looks like a secret/);
});

Deno.test("the answers of the last time are the suggestions, for the same base image", async () => {
  const remembered = { ...suggested, base: "debian:12", dependencies: ["a b"], install: ["c"] };
  const user = person(undefined, ["debian:12"]);
  const first = await askQuestions(await world(user, { remembered }));
  assert.deepEqual(first.answers, remembered);
  assert.equal(
    user.asked[0].notes[0],
    "as last time; on this engine: 212MB, 3 hours ago; security updates until 2028-06-30",
  );
  const other = person(["python:3.12-slim"]);
  const second = await askQuestions(await world(other, { remembered }));
  assert.deepEqual(second.answers, suggested);
});

Deno.test("flags are checked before anything is asked", async () => {
  const user = person();
  const given = { base: undefined, dependency: [], install: [], env: ["1=2"] };
  await assert.rejects(askQuestions(await world(user, { given })), { exitCode: 2 });
  const image = { base: "A B", dependency: [], install: [], env: [] };
  await assert.rejects(askQuestions(await world(user, { given: image })), { exitCode: 2 });
  assert.deepEqual([user.asked, user.probed], [[], []]);
});

Deno.test("nobodyToAsk() names the flags that are missing", () => {
  const failure = nobodyToAsk({ base: "a", dependency: [], install: ["x"], env: [] });
  assert.match(failure.next!, /--dependency PACKAGE\|COMMAND, --env NAME=VALUE$/);
});
