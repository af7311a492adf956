/**
 * `deno task shell`: checks the shell scripts of the project with shellcheck; where that is not
 * installed, asks the shell itself whether it can read them.
 */
import { trackedFiles } from "../tracked_files.ts";

async function shellScripts(): Promise<string[]> {
  const files = await trackedFiles("scripts", "tests", ".ci");
  return files.filter((file) => /(^|\/)[^.]+$|\.sh$/.test(file) && startsShell(file));
}

function startsShell(file: string): boolean {
  if (file.includes("/fixtures/")) return false;
  return /^#!.*\b(ba)?sh\b|^# shellcheck shell=/m.test(Deno.readTextFileSync(file).slice(0, 300));
}

async function has(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"], stdout: "null" }).output())
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const scripts = await shellScripts();
const [program, ...args] = await has("shellcheck") ? ["shellcheck", "-x"] : ["bash", "-n"];
const runs = program === "bash" ? scripts.map((script) => [script]) : [scripts];
let success = true;
for (const files of runs) {
  const status = await new Deno.Command(program, {
    args: [...args, ...files],
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  success &&= status.success;
}
Deno.exit(success ? 0 : 1);
