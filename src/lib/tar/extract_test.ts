import assert from "node:assert/strict";
import type { TarEntry, TarHeader } from "./entry.ts";
import { type ExtractOptions, extractTar } from "./extract.ts";
import { tarStream } from "./write.ts";

const base = { mode: 0o644, size: 0, mtime: 1000 };
const directory = (name: string, mode = 0o755): TarEntry => ({
  header: { ...base, name, type: "directory", mode },
});
const symlink = (name: string, linkName: string): TarEntry => ({
  header: { ...base, name, type: "symlink", linkName },
});
const hardlink = (name: string, linkName: string): TarEntry => ({
  header: { ...base, name, type: "hardlink", linkName },
});

function file(name: string, text: string, change: Partial<TarHeader> = {}): TarEntry {
  const content = new TextEncoder().encode(text);
  return { header: { ...base, name, type: "file", size: content.length, ...change }, content };
}

/** A fresh directory with `in`, to extract into, and `out`, which must stay as it is. */
async function scratch(use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/in`);
    await Deno.mkdir(`${root}/out`);
    await use(root);
    assert.deepEqual([...Deno.readDirSync(`${root}/out`)], [], "something was written outside");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const extract = (root: string, entries: TarEntry[], options?: ExtractOptions) =>
  extractTar(tarStream(entries), `${root}/in`, options);

Deno.test("extractTar() makes files, directories and links with their modes and times", () =>
  scratch(async (root) => {
    const result = await extract(root, [
      directory("d", 0o550),
      file("d/f", "text", { mode: 0o4711 }),
      symlink("s", "nowhere"),
      hardlink("h", "d/f"),
      file("implied/deep/g", "g"),
    ]);
    assert.deepEqual([result.entries, result.bytes, result.notices], [5, 5, []]);
    assert.equal(await Deno.readTextFile(`${root}/in/h`), "text");
    assert.equal(await Deno.readTextFile(`${root}/in/implied/deep/g`), "g");
    assert.equal(await Deno.readLink(`${root}/in/s`), "nowhere");
    const modes = { d: 0o550, "d/f": 0o4711 };
    for (const [name, mode] of Object.entries(modes)) {
      const stat = await Deno.lstat(`${root}/in/${name}`);
      assert.equal(stat.mode! & 0o7777, mode, name);
      assert.equal(stat.mtime!.getTime(), 1_000_000, name);
    }
    assert.equal((await Deno.lstat(`${root}/in/s`)).mtime!.getTime(), 1_000_000);
    await Deno.chmod(`${root}/in/d`, 0o755);
  }));

const escapes: [string, TarEntry[]][] = [
  ["a name with ..", [file("../out/x", "x")]],
  ["a name with .. in the middle", [file("a/../../out/x", "x")]],
  ["a link that came along", [symlink("l", "../out"), file("l/x", "x")]],
  ["an absolute link", [symlink("l", "/tmp"), file("l/dk-escape/x", "x")]],
  ["a link behind a link", [symlink("a", "."), symlink("a/b", "../out"), file("b/x", "x")]],
  ["a link put where a directory was", [
    directory("d"),
    file("d/a", "a"),
    symlink("e", "../out"),
    file("e/x", "x"),
  ]],
  ["a hard link to the outside", [hardlink("h", "../out")]],
  ["a hard link through a link", [symlink("l", ".."), hardlink("h", "l/secret")]],
];

for (const [what, entries] of escapes) {
  Deno.test(`extractTar() refuses to leave the directory by ${what}`, () =>
    scratch(async (root) => {
      await Deno.writeTextFile(`${root}/secret`, "secret");
      await assert.rejects(extract(root, entries), /outside of the directory/);
    }));
}

Deno.test("extractTar() does not write through a link that was there before", () =>
  scratch(async (root) => {
    await Deno.symlink("../out", `${root}/in/l`);
    await assert.rejects(extract(root, [file("l/x", "x")]), /symbolic link/);
    await Deno.symlink("../out/new", `${root}/in/f`);
    await extract(root, [file("f", "f")]);
    assert.equal((await Deno.lstat(`${root}/in/f`)).isFile, true);
  }));

Deno.test("extractTar() follows a link that stays inside", () =>
  scratch(async (root) => {
    await extract(root, [directory("d"), symlink("l", "d"), file("l/x", "x")]);
    assert.equal(await Deno.readTextFile(`${root}/in/d/x`), "x");
  }));

Deno.test("extractTar() takes absolute names and ./ as below the directory", () =>
  scratch(async (root) => {
    await extract(root, [directory("."), file("/abs", "a"), file("./rel", "r")]);
    assert.deepEqual([...Deno.readDirSync(`${root}/in`)].map((e) => e.name).sort(), ["abs", "rel"]);
  }));

Deno.test("extractTar() replaces files and merges directories, but not one by the other", () =>
  scratch(async (root) => {
    await extract(root, [directory("d"), file("d/old", "old"), file("f", "1")]);
    await extract(root, [directory("d", 0o711), file("d/new", "new"), file("f", "2")]);
    assert.equal(await Deno.readTextFile(`${root}/in/d/old`), "old");
    assert.equal(await Deno.readTextFile(`${root}/in/f`), "2");
    await assert.rejects(extract(root, [file("d", "x")]), /Cannot replace directory d/);
    await assert.rejects(extract(root, [directory("f")]), /Cannot replace f by a directory/);
  }));

Deno.test("extractTar() renames, also the targets of hard links, and leaves out", () =>
  scratch(async (root) => {
    const rename = (name: string) => name === "skip" ? undefined : name.replace(/^src/, "dst");
    const entries = [
      directory("src"),
      file("src/a", "a"),
      hardlink("src/b", "src/a"),
      file("skip", "s"),
    ];
    assert.equal((await extract(root, entries, { rename })).entries, 3);
    assert.equal(await Deno.readTextFile(`${root}/in/dst/b`), "a");
  }));

/** An archive that ends in the middle of a file, behind a directory. */
async function* cutShort(name: string) {
  for await (const block of tarStream([directory("d", 0o711), file(name, "x".repeat(5000))])) {
    yield block.subarray(0, 3000);
  }
}

Deno.test("extractTar() leaves no half of a file behind, and what it was to replace", () =>
  scratch(async (root) => {
    await extract(root, [file("old", "old")]);
    for (const name of ["new", "old", "d/new"]) {
      await assert.rejects(extractTar(cutShort(name), `${root}/in`), /ends in the middle/);
      const left = [...Deno.readDirSync(`${root}/in`)].map((entry) => entry.name);
      assert.deepEqual(left.sort(), ["d", "old"], name);
      assert.deepEqual([...Deno.readDirSync(`${root}/in/d`)], [], name);
      assert.equal((await Deno.lstat(`${root}/in/d`)).mode! & 0o777, 0o711, name);
    }
    assert.equal(await Deno.readTextFile(`${root}/in/old`), "old");
  }));

Deno.test("extractTar() says what it could not make", () =>
  scratch(async (root) => {
    const xattrs = { "security.capability": Uint8Array.of(1) };
    const { notices } = await extract(root, [
      { header: { ...base, name: "p", type: "fifo" } },
      file("c", "c", { xattrs }),
    ]);
    assert.deepEqual(notices, [
      { kind: "special-skipped", name: "p", type: "fifo" },
      { kind: "attributes-dropped", name: "c", attributes: ["security.capability"] },
    ]);
  }));

Deno.test({
  name: "extractTar() gives entries to their owners when asked",
  ignore: Deno.uid() !== 0,
  fn: () =>
    scratch(async (root) => {
      const owner = { uid: 1234, gid: 4321 };
      const link = symlink("s", "f");
      Object.assign(link.header, owner);
      await extract(root, [file("f", "f", { ...owner, mode: 0o4755 }), link], { owners: true });
      for (const name of ["f", "s"]) {
        const { uid, gid } = await Deno.lstat(`${root}/in/${name}`);
        assert.deepEqual([uid, gid], [1234, 4321], name);
      }
      assert.equal((await Deno.stat(`${root}/in/f`)).mode! & 0o7777, 0o4755);
    }),
});
