import assert from "node:assert/strict";
import { type ImageFacts, imageLabels } from "./image_labels.ts";

const cases: [string, ImageFacts, Record<string, string>][] = [
  ["name and base", { name: "me/ml_data_analysis:1.0", base: "debian:12" }, {
    title: "ml_data_analysis",
    version: "1.0",
    "base.name": "docker.io/library/debian:12",
  }],
  ["no version for latest, no base for an id", { name: "tool", base: "a".repeat(64) }, {
    title: "tool",
  }],
  ["a source without its login", { source: "https://ann:s3cr3t@git.example.org:8443/a/b.git" }, {
    source: "https://git.example.org:8443/a/b.git",
  }],
  ["a source told as ssh does", { source: "git@git.example.org:a/b.git", revision: "0f0f" }, {
    source: "ssh://git.example.org/a/b.git",
    revision: "0f0f",
  }],
  ["no source of this machine", { source: "/srv/git/a.git" }, {}],
  ["no source of this machine as an address", { source: "file:///srv/git/a.git" }, {}],
  ["people and terms", { authors: "Ann", description: "Reads", licenses: "MIT" }, {
    authors: "Ann",
    description: "Reads",
    licenses: "MIT",
  }],
];

for (const [name, facts, labels] of cases) {
  Deno.test(`imageLabels() tells ${name}`, () => {
    const expected = Object.entries(labels).map((
      [key, value],
    ) => [`org.opencontainers.image.${key}`, value]);
    assert.deepEqual(imageLabels(facts), Object.fromEntries(expected));
  });
}
