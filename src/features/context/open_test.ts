import assert from "node:assert/strict";
import { Failure } from "../../lib/failure.ts";
import type { BuildContext, ContextRules } from "./entry.ts";
import { openContext } from "./open.ts";
import { contextTar } from "./tar.ts";
import { readTar } from "../../lib/tar/read.ts";

type Files = Record<string, string>;

/** A directory with `files`, gone afterwards. */
async function withFiles(files: Files, use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(`${root}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${name}`, content);
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const open = (
  cwd: string,
  request: { directory?: string; dockerfile?: string; dockerfileContent?: Uint8Array } = {},
  rules: ContextRules = "classic",
) => openContext({ directory: ".", cwd, rules, now: 1_500_000, ...request });

const names = ({ entries }: BuildContext) => entries.map(({ name }) => name).join(" ");

async function sent(context: BuildContext): Promise<Files> {
  const files: Files = {};
  for await (const { header, content } of readTar(contextTar(context))) {
    let text = "";
    for await (const piece of content) text += new TextDecoder().decode(piece);
    files[header.name] = text;
  }
  return files;
}

Deno.test("openContext() lists the context in docker's order and adds up its bytes", () =>
  withFiles(
    { "Dockerfile": "FROM x", "a/z": "12", "a-b": "3", "a.c": "", "B": "" },
    async (root) => {
      const context = await open(root);
      assert.equal(names(context), "B Dockerfile a a/z a-b a.c");
      assert.deepEqual([context.bytes, context.dockerfile, context.notices], [9, "Dockerfile", []]);
    },
  ));

Deno.test("openContext() takes dockerfile where there is no Dockerfile", () =>
  withFiles({ dockerfile: "FROM x" }, async (root) => {
    assert.equal((await open(root)).dockerfile, "dockerfile");
  }));

Deno.test("openContext() sees -f from the working directory and resolves links", () =>
  withFiles({ "c/real/D": "FROM x", "c/x": "" }, async (root) => {
    await Deno.symlink("real/D", `${root}/c/link`);
    const context = await open(root, { directory: "c", dockerfile: "c/link" });
    assert.deepEqual([context.dockerfile, context.dockerfilePath], ["real/D", `${root}/c/real/D`]);
  }));

Deno.test("openContext() keeps Dockerfile and .dockerignore for the classic builder", () =>
  withFiles({ "Dockerfile": "FROM x", ".dockerignore": "*", "x": "" }, async (root) => {
    assert.equal(names(await open(root)), ".dockerignore Dockerfile");
    assert.equal(names(await open(root, {}, "buildkit")), "");
  }));

Deno.test("openContext() prefers the Dockerfile's own ignore file for BuildKit alone", () =>
  withFiles(
    { "sub/D": "FROM x", "sub/D.dockerignore": "a", ".dockerignore": "b", "a": "", "b": "" },
    async (root) => {
      const request = { dockerfile: "sub/D" };
      const classic = await open(root, request);
      assert.equal(classic.ignoreFile, ".dockerignore");
      assert.equal(names(classic), ".dockerignore a sub sub/D sub/D.dockerignore");
      const buildkit = await open(root, request, "buildkit");
      assert.equal(buildkit.ignoreFile, "sub/D.dockerignore");
      assert.equal(names(buildkit), ".dockerignore b sub sub/D sub/D.dockerignore");
    },
  ));

Deno.test("openContext() sends ignored parents for BuildKit and not for the classic builder", () =>
  withFiles(
    { "Dockerfile": "", ".dockerignore": "a\n!a/b/c", "a/b/c": "", "a/x": "" },
    async (root) => {
      assert.equal(names(await open(root)), ".dockerignore Dockerfile a/b/c");
      assert.equal(names(await open(root, {}, "buildkit")), ".dockerignore Dockerfile a a/b a/b/c");
    },
  ));

Deno.test("a Dockerfile outside travels along under a name that COPY does not see", () =>
  withFiles({ "D": "FROM outside", "c/x": "x" }, async (root) => {
    const context = await open(root, { directory: "c", dockerfile: "D" });
    assert.match(context.dockerfile, /^\.dockerfile\.[0-9a-f]{20}$/);
    assert.deepEqual(await sent(context), {
      "x": "x",
      [context.dockerfile]: "FROM outside",
      ".dockerignore": `.dockerignore\n${context.dockerfile}\n`,
    });
  }));

Deno.test("a Dockerfile from standard input is added to the ignore file that is there", () =>
  withFiles({ ".dockerignore": "y", "x": "x", "y": "y" }, async (root) => {
    const context = await open(root, { dockerfileContent: new TextEncoder().encode("FROM in") });
    assert.equal(context.dockerfilePath, undefined);
    assert.deepEqual(await sent(context), {
      ".dockerignore": `y\n${context.dockerfile}\n`,
      "x": "x",
      [context.dockerfile]: "FROM in",
    });
  }));

Deno.test("openContext() leaves sockets out with a word and takes FIFOs along", () =>
  withFiles({ Dockerfile: "" }, async (root) => {
    using _ = Deno.listen({ transport: "unix", path: `${root}/s` });
    assert.ok((await new Deno.Command("mkfifo", { args: [`${root}/p`] }).output()).success);
    const context = await open(root);
    assert.deepEqual(context.notices, [{ kind: "socket-skipped", path: "s" }]);
    assert.equal(context.entries[1].type, "fifo");
  }));

Deno.test("openContext() sends the second name of a file as a link to the first", () =>
  withFiles({ "Dockerfile": "", "z": "123" }, async (root) => {
    await Deno.link(`${root}/z`, `${root}/a`);
    const { entries, bytes } = await open(root);
    assert.deepEqual(entries.map(({ type, linkName }) => [type, linkName]), [
      ["file", undefined],
      ["file", undefined],
      ["hardlink", "a"],
    ]);
    assert.equal(bytes, 3);
  }));

const refusals: [string, Files, { directory?: string; dockerfile?: string }, RegExp][] = [
  ["a missing context", {}, { directory: "none" }, /Build context none was not found/],
  ["a context that is a file", { f: "" }, { directory: "f" }, /f is not a directory/],
  ["a missing Dockerfile", { x: "" }, {}, /Dockerfile .*\/Dockerfile was not found/],
  ["a directory as Dockerfile", { "Dockerfile/x": "" }, {}, /\/Dockerfile is a directory/],
  [
    "a malformed ignore file",
    { "Dockerfile": "", ".dockerignore": "a\n[" },
    {},
    /line 2 of \.dock/,
  ],
];

for (const [what, files, request, words] of refusals) {
  Deno.test(`openContext() refuses ${what}`, () =>
    withFiles(files, async (root) => {
      await assert.rejects(open(root, request), (error) => {
        assert.ok(error instanceof Failure);
        assert.match(error.message, words);
        return true;
      });
    }));
}

Deno.test("openContext() names a file whose name is not UTF-8", () =>
  withFiles({ Dockerfile: "" }, async (root) => {
    const script = "printf x > \"$(printf 'bad\\377name')\"";
    const { success } = await new Deno.Command("sh", { args: ["-c", script], cwd: root }).output();
    assert.ok(success);
    await assert.rejects(open(root), /name of bad.name in the build context is not UTF-8/);
    await new Deno.Command("sh", { args: ["-c", "rm bad*"], cwd: root }).output();
  }));

Deno.test("contextTar() refuses a file that shrinks after it was listed", () =>
  withFiles({ "Dockerfile": "", "x": "0123456789" }, async (root) => {
    const context = await open(root);
    await Deno.truncate(`${root}/x`, 3);
    await assert.rejects(sent(context), /became shorter/);
  }));

Deno.test("openContext() passes an abort reason untouched", () =>
  withFiles({ Dockerfile: "" }, async (root) => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    const opening = openContext({ directory: root, cwd: "/", rules: "classic", now: 0, signal });
    await assert.rejects(opening, reason);
  }));
