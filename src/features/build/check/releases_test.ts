import assert from "node:assert/strict";
import { namedReleases, releases, supportedReleases } from "./releases.ts";

const cases: [image: string, tag: string, ...found: string[]][] = [
  ["debian", "10", "debian 10"],
  ["debian", "10.13-slim", "debian 10"],
  ["debian", "buster-20220101-slim", "debian 10"],
  ["python", "3.9.17-slim-buster", "python 3.9", "debian 10"],
  ["python", "3.10", "python 3.10"],
  ["python", "3.1"],
  ["python", "3"],
  ["python", "slim-buster", "debian 10"],
  ["alpine", "3.2", "alpine 3.2"],
  ["alpine", "3.20.1", "alpine 3.20"],
  ["node", "20-alpine3.18", "node 20", "alpine 3.18"],
  ["node", "2"],
  ["amazonlinux", "2018.03.0", "amazonlinux 2018.03"],
  ["amazonlinux", "2.0.20230101", "amazonlinux 2"],
  ["nvidia/cuda", "11.0-base-ubuntu18.04", "ubuntu 18.04"],
  ["me/app", "3.9"],
  ["constructor", "1"],
];

for (const [image, tag, ...expected] of cases) {
  Deno.test(`namedReleases() reads ${image}:${tag}`, () => {
    const found = namedReleases(image, tag).map(({ image, version }) => `${image} ${version}`);
    assert.deepEqual(found, expected);
  });
}

Deno.test("every release has a day that exists, and a version of its own", () => {
  for (const [image, list] of Object.entries(releases)) {
    for (const { version, end } of list) {
      const day = new Date(end);
      assert.equal(day.toISOString().slice(0, 10), end, `${image} ${version}`);
    }
    assert.equal(new Set(list.map(({ version }) => version)).size, list.length, image);
  }
});

Deno.test("supportedReleases() are those that have not ended, newest first", () => {
  const now = Date.parse("2026-11-21");
  assert.deepEqual(supportedReleases("debian", now).map(({ version }) => version), ["13", "12"]);
  assert.deepEqual(supportedReleases("centos", now), []);
});
