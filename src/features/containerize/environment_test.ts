import assert from "node:assert/strict";
import { environmentChanges, envValue } from "./environment.ts";

const state = (env: Record<string, string>) => {
  return { directory: "/", umask: "0022", env, variables: {}, functions: {}, options: [] };
};

Deno.test("environmentChanges() tells of exports and withdrawals, not of what the shell keeps", () => {
  const before = state({ A: "1", B: "2", PWD: "/", _: "x" });
  const after = state({ A: "1", C: "3", PWD: "/tmp", OLDPWD: "/", _: "y", "BASH_FUNC_f%%": "()" });
  assert.deepEqual(environmentChanges(before, after), [
    { name: "B", before: "2", after: undefined },
    { name: "C", before: undefined, after: "3" },
  ]);
});

const values: [before: string | undefined, after: string | undefined, want: string][] = [
  ["/usr/bin:/bin", "/code:/usr/bin:/bin", "/code:$X"],
  ["/usr/bin:/bin", "/usr/bin:/bin:/code", "$X:/code"],
  ["/usr/bin:/bin", "/a:/usr/bin:/bin:/b", "/a:$X:/b"],
  ["-O2", "-O2 -g", '"$X -g"'],
  ["/bin", "/bin2", "/bin2"],
  ["a", "bar", "bar"],
  ["a", "a", "a"],
  [undefined, "plain", "plain"],
  [undefined, "two words", '"two words"'],
  [undefined, 'q"$\\', '"q\\"\\$\\\\"'],
  [undefined, "#x", '"#x"'],
  [undefined, "", '""'],
  ["gone", undefined, '""'],
];

for (const [before, after, want] of values) {
  Deno.test(`envValue() writes ${after} after ${before} as ${want}`, () => {
    assert.equal(envValue({ name: "X", before, after }), want);
  });
}
