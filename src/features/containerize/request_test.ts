import assert from "node:assert/strict";
import { Failure, UsageFailure } from "../../lib/failure.ts";
import { checkedImageName, defaultImageName } from "./image_name.ts";
import { parseMountRequest } from "./mount.ts";
import { checkRequest, type CommandLine } from "./request.ts";
import { writeWholeFile } from "./whole_file.ts";

const names: [string, string][] = [
  ["/home/me/My Project", "my-project:1.0"],
  ["/home/me/ml_data.analysis", "ml-data-analysis:1.0"],
  ["/srv/ÜÜ", "image:1.0"],
  ["/", "image:1.0"],
];

for (const [directory, name] of names) {
  Deno.test(`defaultImageName() calls the image of ${directory} ${name}`, () => {
    assert.equal(defaultImageName(directory), name);
    assert.equal(checkedImageName(name), name);
  });
}

Deno.test("checkedImageName() adds the tag that docker would", () => {
  assert.equal(checkedImageName("me/app"), "me/app:latest");
  assert.equal(checkedImageName("localhost:5000/app:1"), "localhost:5000/app:1");
});

/** A folder with a steps file beside it, gone after the test. */
async function withProject(test: (cwd: string, typed: CommandLine) => Promise<void>) {
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${cwd}/p`);
    await Deno.writeTextFile(`${cwd}/steps.sh`, "ls\n");
    const given = { base: "debian:12", script: "steps.sh", replay: undefined, test: "true" };
    await test(cwd, { directory: "p", ...given, mount: [], tag: [], overwrite: false });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("checkRequest() completes paths and names", () =>
  withProject(async (cwd, typed) => {
    const request = await checkRequest({ ...typed, mount: ["p:/data"], tag: ["a", "b:2"] }, cwd);
    const root = await Deno.realPath(cwd);
    assert.equal(request.directory, `${root}/p`);
    assert.equal(request.dockerfile, `${root}/p/Dockerfile`);
    assert.deepEqual(request.steps, { kind: "script", text: "ls\n", file: "steps.sh" });
    assert.deepEqual(request.mounts, [{ source: `${cwd}/p`, target: "/data", readOnly: true }]);
    assert.deepEqual(request.tags, ["a:latest", "b:2"]);
  }));

Deno.test("checkRequest() does not touch a Dockerfile unless told to", () =>
  withProject(async (cwd, typed) => {
    await Deno.symlink("nowhere", `${cwd}/p/Dockerfile`);
    await assert.rejects(checkRequest(typed, cwd), (error: UsageFailure) => {
      return error instanceof UsageFailure && /Dockerfile exists/.test(error.message);
    });
    assert.ok(await checkRequest({ ...typed, overwrite: true }, cwd));
    await Deno.remove(`${cwd}/p/Dockerfile`);
    await Deno.writeTextFile(`${cwd}/p/Dockerfile`, "");
    assert.ok(await checkRequest(typed, cwd));
  }));

Deno.test("checkRequest() rejects a steps file that is not text", () =>
  withProject(async (cwd, typed) => {
    for (const bytes of [[0x6c, 0, 0x73], [0xff, 0xfe]]) {
      await Deno.writeFile(`${cwd}/steps.sh`, new Uint8Array(bytes));
      await assert.rejects(checkRequest(typed, cwd), /Cannot read the steps file steps.sh/);
    }
  }));

Deno.test("parseMountRequest() reads the mode", () =>
  withProject(async (cwd) => {
    assert.equal((await parseMountRequest("p:/data:rw", cwd)).readOnly, false);
    assert.equal((await parseMountRequest("p:/data:ro", cwd)).readOnly, true);
    for (const text of [":/data", "p", "p:/", "p:data", "p:/data:x", "p:/data:ro:z"]) {
      await assert.rejects(parseMountRequest(text, cwd), UsageFailure, text);
    }
  }));

Deno.test("writeWholeFile() replaces only when told to, and leaves no second file", () =>
  withProject(async (cwd) => {
    const path = `${cwd}/p/Dockerfile`;
    await writeWholeFile(path, "1", false);
    await assert.rejects(writeWholeFile(path, "2", false), (error: Failure) => {
      return error instanceof Failure && error.why === "It exists";
    });
    assert.equal(await Deno.readTextFile(path), "1");
    await writeWholeFile(path, "3", true);
    assert.equal(await Deno.readTextFile(path), "3");
    assert.deepEqual([...Deno.readDirSync(`${cwd}/p`)].length, 1);
    await assert.rejects(writeWholeFile(`${cwd}/none/Dockerfile`, "", false), Failure);
  }));
