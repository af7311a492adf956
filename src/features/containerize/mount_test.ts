import assert from "node:assert/strict";
import { dataOf } from "./mount.ts";

const project = { directory: "/home/a/p", files: ["data/a.csv", "data2/b.csv", "main.py"] };

const cases: [source: string, data: string[]][] = [
  ["/home/a/p/data", ["data/a.csv"]],
  ["/home/a/p/main.py", ["main.py"]],
  ["/home/a/p", []],
  ["/home/a", []],
  ["/srv/data", []],
];

for (const [source, data] of cases) {
  Deno.test(`dataOf() finds ${data.join(", ") || "nothing"} of the project mounted from ${source}`, () => {
    assert.deepEqual(dataOf(project, [{ source }]), data);
  });
}
