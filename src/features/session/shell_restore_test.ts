import assert from "node:assert/strict";
import type { ShellState } from "./shell_protocol.ts";
import { restoreScript } from "./shell_restore.ts";

const plain: ShellState = {
  directory: "/",
  env: { PATH: "/bin", HOME: "/root" },
  umask: "0022",
  variables: {},
  functions: {},
  options: ["h", "B", "extquote"],
};

const restorations: [name: string, from: Partial<ShellState>, to: Partial<ShellState>, string[]][] =
  [
    ["nothing", {}, {}, []],
    ["the directory", {}, { directory: "/it's" }, [`cd -- '/it'\\''s'`]],
    ["the umask", {}, { umask: "0077" }, ["umask 0077"]],
    ["a variable exported", {}, { env: { ...plain.env, A: "1 2" } }, ["export A='1 2'"]],
    ["a variable withdrawn", { env: { ...plain.env, A: "1" } }, {}, ["unset A"]],
    ["what belongs to a terminal", {}, { env: { ...plain.env, TERM: "xterm", PWD: "/x" } }, []],
    ["a variable", {}, { variables: { a: "'1 2'" } }, ["a='1 2'"]],
    ["a variable that was exported", { env: { ...plain.env, A: "1" } }, { variables: { A: "1" } }, [
      "unset A",
      "unset A",
      "A=1",
    ]],
    ["arrays", {}, { variables: { a: `([0]="x")`, m: `([k]="x" )` } }, [
      `a=([0]="x")`,
      `declare -A m=([k]="x" )`,
    ]],
    ["functions", { functions: { f: "f () { :; }" } }, { functions: { g: "g () { :; }" } }, [
      "unset -f f",
      "g () { :; }",
    ]],
    ["options", { options: ["h", "B", "extquote", "f"] }, {
      options: ["h", "i", "m", "u", "globstar"],
    }, [
      "shopt -u extquote",
      "shopt -s globstar",
      "set +f",
      "set -u",
      "set +B",
    ]],
    ["options of a shell without shopt", { options: ["f"] }, { options: ["e"] }, [
      "set -e",
      "set +f",
    ]],
  ];

for (const [name, from, to, lines] of restorations) {
  Deno.test(`restoreScript() restores ${name}`, () => {
    const script = restoreScript({ ...plain, ...from }, { ...plain, ...to });
    assert.deepEqual(script.split("\n").filter(Boolean), lines);
  });
}

Deno.test("restoreScript() lets no option end or trace a driver", () => {
  const to = { ...plain, options: [...plain.options, "e", "x", "u"] };
  assert.equal(restoreScript(plain, to, { isDriver: true }), "set -u\n");
});
