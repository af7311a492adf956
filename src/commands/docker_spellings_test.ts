import assert from "node:assert/strict";
import { withoutDockerSpelling } from "./docker_spellings.ts";

const spelled: [given: string, own: string][] = [
  ["image ls -q", "images -q"],
  ["container run --rm a ls", "run --rm a ls"],
  ["buildx build .", "build ."],
  ["image inspect a", "inspect --type image a"],
  ["container inspect -f x a", "inspect --type container -f x a"],
  ["ps -a", "ps -a"],
  ["run image ls", "run image ls"],
  ["image", "image"],
  ["image frobnicate", "image frobnicate"],
  ["toString length", "toString length"],
];

Deno.test("withoutDockerSpelling() knows docker's long names of dk's commands", () => {
  for (const [given, own] of spelled) {
    assert.deepEqual(withoutDockerSpelling(given.split(" ")), own.split(" "), given);
  }
});
