/**
 * `deno task shell`: checks the shell scripts of the project with shellcheck; where that is not
 * installed, asks the shell itself whether it can read them.
 */

async function shellScripts(): Promise<string[]> {
  const { success, stdout } = await new Deno.Command("git", {
    args: [
      "ls-files",
      "-z",
      "--cached",
      "--others",
      "--exclude-standard",
      "scripts",
      "tests",
      ".ci",
    ],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("git ls-files failed");
  const files = new TextDecoder().decode(stdout).split("\0").filter(Boolean);
  return files.filter((file) => /(^|\/)[^.]+$|\.sh$/.test(file) && startsShell(file));
}

function startsShell(file: string): boolean {
  if (!Deno.lstatSync(file).isFile || file.includes("/fixtures/")) return false;
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
