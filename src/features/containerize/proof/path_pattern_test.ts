import assert from "node:assert/strict";
import { pathPattern } from "./path_pattern.ts";

const cases: [pattern: string, matches: string[], others: string[]][] = [
  ["/tmp/*", ["/tmp/a", "/tmp/a/b"], ["/tmp", "/tmpx/a", "/x/tmp/a"]],
  ["/etc/hosts", ["/etc/hosts", "/etc/hosts/x"], ["/etc/hosts.allow", "/etc/host"]],
  ["/home/*/.cache", ["/home/ann/.cache", "/home/ann/.cache/x"], [
    "/home/.cache",
    "/home/a/b/.cache",
  ]],
  ["/**/__pycache__", ["/__pycache__", "/a/b/__pycache__/c.pyc"], ["/a/x__pycache__"]],
  ["/root/.*_history", ["/root/.bash_history"], ["/root/bash_history", "/root/x/.bash_history"]],
  ["/etc/ssl/certs/????????.[0-9]", ["/etc/ssl/certs/0a1b2c3d.0"], ["/etc/ssl/certs/0a1b2c3d.x"]],
  ["/a.b+(c)", ["/a.b+(c)"], ["/axb+(c)"]],
];

for (const [pattern, matches, others] of cases) {
  Deno.test(`pathPattern() knows what ${pattern} stands for`, () => {
    for (const path of matches) assert.ok(pathPattern(pattern).test(path), path);
    for (const path of others) assert.ok(!pathPattern(pattern).test(path), path);
  });
}
