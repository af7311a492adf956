import assert from "node:assert/strict";
import { freshShellScript } from "./restore_state.ts";
import { stateReport } from "./state_report.ts";
import { parseState, type ShellState } from "./shell_protocol.ts";

/** What a shell is like after a script. */
async function stateAfter(shell: string, script: string, env: Record<string, string>) {
  const { stdout, success } = await new Deno.Command(shell, {
    args: ["-c", `${script}\n__dk_flags=$-; (${stateReport})`],
    env,
    clearEnv: true,
    stderr: "null",
  }).output();
  assert.ok(success);
  return parseState(new TextDecoder().decode(stdout).replace(/\0$/, "").split("\0"));
}

function comparable(state: ShellState) {
  const { _, SHLVL: __, OLDPWD: ___, ...env } = state.env;
  return { ...state, env, options: [...state.options].sort() };
}

const env = { PATH: Deno.env.get("PATH")!, GIVEN: "1", GONE: "2" };

const scripts: [what: string, shell: string, script: string][] = [
  [
    "bash",
    "bash",
    `cd /usr; export A="it's"$'\\n'x; unset GONE; B='1  2'; C=(x 'y z')
declare -A D=([k]="v w"); f() { echo "$1"; }; umask 027; set -fC; shopt -s globstar; shopt -u sourcepath`,
  ],
  ["another shell", "sh", `cd /usr; export A="it's"; unset GONE; B='1  2'; umask 027; set -fu`],
];

for (const [what, shell, script] of scripts) {
  Deno.test(`freshShellScript() makes a fresh shell like the one before: ${what}`, async () => {
    const before = await stateAfter(shell, script, env);
    assert.equal(before.directory, "/usr");
    const after = await stateAfter(shell, freshShellScript(before, Object.keys(env)), env);
    assert.deepEqual(comparable(after), comparable(before));
  });
}
