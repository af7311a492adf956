import assert from "node:assert/strict";
import { needsBash } from "./bashisms.ts";

const bash = [
  "[[ -f x ]]",
  "source venv/bin/activate",
  "a && source x",
  "cat <<< x",
  "diff <(a) <(b)",
  "a &> log",
  "echo $'a\\n'",
  "x=(1 2)",
  "echo ${x[0]} ${y/a/b}",
  "mkdir {a,b}",
  "echo {1..3}",
  "((x++))",
  "set -o pipefail",
  "[ a == b ]",
  'echo "${x//a/b}"',
  "make |& tee log",
  "cat <<E\n${x^^}\nE",
];
const posix = [
  "[ -f x ] && . venv/bin/activate",
  "cat <<X\na\nX",
  "echo $((1 + 2))",
  "echo ${x:-y} ${x%.c} ${x#a}",
  "f() { echo; }",
  "find . -exec ls {} +",
  "echo 'set -e' resource x",
  "a > log 2>&1",
  "echo 'worker ALL=(ALL) {a,b}'",
  "cat <<'E' > x\nlist=(1 2)\nE",
  'echo "a <<< b &> c"',
];

for (const command of bash) {
  Deno.test(`needsBash() is true for ${command}`, () => assert.equal(needsBash(command), true));
}
for (const command of posix) {
  Deno.test(`needsBash() is false for ${JSON.stringify(command)}`, () => {
    assert.equal(needsBash(command), false);
  });
}
