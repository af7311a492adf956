import assert from "node:assert/strict";
import { shellCommand as driverCommand } from "./shell_driver.ts";
import { shellCommand as typedCommand } from "./terminal/relay_program.ts";

/** Runs a command line of the container as an engine does that gives its execs no umask. */
async function printed([program, ...args]: string[], input: string): Promise<string> {
  const command = new Deno.Command("/bin/sh", {
    args: ["-c", 'umask 0; exec "$@"', "sh", program, ...args],
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  await using child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { stdout, stderr } = await child.output();
  return [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
}

Deno.test("steps without a terminal have the umask of build steps, whatever exec gives", async () => {
  const output = await printed(driverCommand("/"), 'run n\necho "it is $(umask)"\nn\n');
  assert.match(output, /^it is 0022$/m);
});

Deno.test("a typed session has the umask of build steps, whatever exec gives", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/kind`, "bash\n");
    await Deno.writeTextFile(`${folder}/rc`, 'echo "it is $(umask)"\nexit\n');
    const output = await printed(typedCommand(folder), "");
    assert.match(output, /^it is 0022$/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
