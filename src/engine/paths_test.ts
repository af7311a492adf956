import assert from "node:assert/strict";
import { encodeFilters } from "./filters.ts";
import { imagePath, objectPath } from "./paths.ts";
import { inspectPath } from "./raw_inspect.ts";

Deno.test("imagePath() keeps slashes, colons and at signs and encodes the rest", () => {
  const cases: [name: string, action: string | undefined, path: string][] = [
    ["debian", undefined, "/images/debian"],
    ["127.0.0.1:5000/a/b:tag", "push", "/images/127.0.0.1:5000/a/b:tag/push"],
    ["a@sha256:00ff", "json", "/images/a@sha256:00ff/json"],
    ["a b?c#d%", "json", "/images/a%20b%3Fc%23d%25/json"],
  ];
  for (const [name, action, path] of cases) assert.equal(imagePath(name, action), path);
});

Deno.test("objectPath() encodes slashes", () => {
  assert.equal(objectPath("containers", "a/b", "start"), "/containers/a%2Fb/start");
  assert.equal(objectPath("volumes", "data"), "/volumes/data");
});

Deno.test("paths refuse names that would change them", () => {
  for (const name of ["", ".", ".."]) {
    assert.throws(() => objectPath("containers", name, "start"), /cannot name/, name);
    assert.throws(() => imagePath(`a/${name}`), /cannot name/, name);
  }
});

Deno.test("inspectPath() knows which nouns want /json", () => {
  assert.equal(inspectPath("containers", "c"), "/containers/c/json");
  assert.equal(inspectPath("images", "a/b"), "/images/a/b/json");
  assert.equal(inspectPath("networks", "n"), "/networks/n");
  assert.equal(inspectPath("volumes", "v"), "/volumes/v");
});

Deno.test("encodeFilters() leaves out what is empty", () => {
  assert.equal(encodeFilters(undefined), undefined);
  assert.equal(encodeFilters({ label: [] }), undefined);
  assert.equal(encodeFilters({ label: ["a=b"], id: undefined }), '{"label":["a=b"]}');
});
