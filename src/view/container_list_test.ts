import assert from "node:assert/strict";
import type { ContainerSummary } from "../engine/containers/list.ts";
import { containerItem } from "./container_list.ts";

const container: ContainerSummary = {
  Id: "0123456789abcdef",
  Names: ["/web", "/other/alias"],
  Image: "debian:12",
  ImageID: `sha256:${"5".repeat(64)}`,
  Command: 'sh -c "echo a long line"',
  Created: 1000,
  Ports: null,
  Labels: { a: "1", b: "2" },
  State: "running",
  Status: "Up 2 minutes",
  Mounts: null,
};

function fields(changes: Partial<ContainerSummary>, whole = false) {
  return containerItem({ ...container, ...changes }, { now: 1_120_000, whole }).fields;
}

const images: ReadonlyArray<readonly [image: string, shown: string]> = [
  ["debian:12", "debian:12"],
  ["docker.io/library/debian:12", "debian:12"],
  [`debian:12@sha256:${"1".repeat(64)}`, "debian:12"],
  [`localhost:5000/a@sha256:${"1".repeat(64)}`, "localhost:5000/a"],
  ["555555555555", "555555555555"],
  [`sha256:${"5".repeat(64)}`, "555555555555"],
  ["", "<no image>"],
];

Deno.test("containerItem() shows the image as people write it", () => {
  for (const [image, shown] of images) assert.equal(fields({ Image: image }).Image, shown, image);
});

Deno.test("containerItem() cuts ids, commands and names unless all is asked for", () => {
  const { ID, Command, Names, RunningFor, Labels } = fields({});
  assert.deepEqual([ID, Command, Names, RunningFor, String(Labels)], [
    "0123456789ab",
    '"sh -c \\"echo a long …"',
    "web",
    "2 minutes ago",
    "a=1,b=2",
  ]);
  assert.equal(fields({}, true).Names, "web,other/alias");
  assert.equal(fields({}, true).ID, container.Id);
});

Deno.test("containerItem() tells sizes only where they were measured", () => {
  const view = { now: 0, whole: false };
  const measured = { ...container, SizeRw: 1500, SizeRootFs: 212_000_000 };
  assert.equal(fields(measured).Size, "1.5kB (virtual 212MB)");
  const json = containerItem(measured, view).json as Record<string, unknown>;
  assert.deepEqual([json.size, json.sizeWithImage], [1500, 212_000_000]);
  assert.ok(!("size" in (containerItem(container, view).json as object)));
});
