import assert from "node:assert/strict";
import { dkExecutable } from "./dk_executable.ts";
import { containerName, dk, testImage } from "./dk_process.ts";

const run = (...args: string[]) => dk(["run", "--rm", ...args]);

Deno.test("run: stdin goes in through a pipe, its end too, output comes out", async () => {
  const result = await dk(["run", "--rm", "-i", testImage, "sort", "-r"], { stdin: "a\nb\n" });
  assert.deepEqual(result, { exitCode: 0, stdout: "b\na\n", stderr: "" });
});

Deno.test("run: stdout and stderr stay apart", async () => {
  const result = await run(testImage, "sh", "-c", "echo out; echo err >&2");
  assert.deepEqual(result, { exitCode: 0, stdout: "out\n", stderr: "err\n" });
});

const exits: [what: string, command: string[], exitCode: number][] = [
  ["the program's own", ["sh", "-c", "exit 7"], 7],
  ["of a command that is missing", ["nosuch"], 127],
  ["of a directory as command", ["/etc"], 126],
];

for (const [what, command, exitCode] of exits) {
  Deno.test(`run: the exit code is that ${what}`, async () => {
    assert.equal((await run(testImage, ...command)).exitCode, exitCode);
  });
}

Deno.test("run: no engine is 125 with the reason", async () => {
  const host = "unix:///nonexistent/engine.sock";
  const result = await dk(["--host", host, "run", "--rm", testImage, "true"]);
  assert.equal(result.exitCode, 125);
  assert.match(
    result.stderr,
    /Cannot connect to the engine at unix:\/\/\/nonexistent\/engine.sock/,
  );
});

Deno.test("run: after --rm the name is free again", async () => {
  await using box = containerName("free");
  for (let round = 0; round < 3; round++) {
    const { exitCode, stderr } = await run("--name", box.name, testImage, "true");
    assert.deepEqual([exitCode, stderr], [0, ""]);
  }
});

Deno.test("run: a container that cannot start leaves nothing behind with --rm", async () => {
  await using box = containerName("nothing");
  assert.equal((await run("--name", box.name, testImage, "nosuch")).exitCode, 127);
  assert.equal((await run("--name", box.name, testImage, "true")).exitCode, 0);
});

Deno.test("run: -d prints the id, --cidfile holds it, logs and stop take it", async () => {
  await using box = containerName("detached");
  const folder = await Deno.makeTempDir();
  try {
    const cidFile = `${folder}/id`;
    const script = "echo one; echo two >&2; exec sleep 100";
    const args = [
      "run",
      "-d",
      "--name",
      box.name,
      "--cidfile",
      cidFile,
      testImage,
      "sh",
      "-c",
      script,
    ];
    const { stdout, exitCode } = await dk(args);
    const id = await Deno.readTextFile(cidFile);
    assert.deepEqual([exitCode, stdout], [0, `${id}\n`]);
    assert.match(id, /^[0-9a-f]{64}$/);
    assert.deepEqual(await dk(["stop", "-t", "1", box.name]), {
      exitCode: 0,
      stdout: `${box.name}\n`,
      stderr: "",
    });
    assert.deepEqual(await dk(["logs", box.name]), {
      exitCode: 0,
      stdout: "one\n",
      stderr: "two\n",
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("run: variables come from -e, the caller and a file", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "FROM_FILE=two words\nCALLER\n# no\n");
    const args = ["run", "--rm", "--env-file", file, "-e", "GIVEN=1", "-e", "CALLER2", testImage];
    const { stdout } = await dk(
      [...args, "sh", "-c", 'echo "$FROM_FILE|$CALLER|$GIVEN|$CALLER2"'],
      {
        env: { CALLER: "c1", CALLER2: "c2" },
      },
    );
    assert.equal(stdout, "two words|c1|1|c2\n");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("run: proxies of docker's configuration reach the container, -e beats them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const proxies = { default: { httpProxy: "http://proxy:1", noProxy: "localhost" } };
    await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify({ proxies }));
    const args = ["--config", folder, "run", "--rm", "-e", "no_proxy=mine", testImage];
    const { stdout } = await dk([...args, "sh", "-c", 'echo "$HTTP_PROXY $http_proxy $no_proxy"']);
    assert.equal(stdout, "http://proxy:1 http://proxy:1 mine\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("run: SIGTERM goes to the process, which ends as it likes", async () => {
  const child = new Deno.Command(dkExecutable(), {
    args: [
      "run",
      "--rm",
      testImage,
      "sh",
      "-c",
      "trap 'exit 42' TERM; echo up; while :; do sleep 0.1; done",
    ],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  await firstOutput(child);
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 42);
});

Deno.test("run: --owner me makes files in a mounted folder the caller's", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const script = 'id -u; touch /w/made "$HOME/scratch" && echo "$HOME is writable"';
    const args = [
      "run",
      "--rm",
      "--owner",
      "me",
      "-v",
      `${folder}:/w`,
      testImage,
      "sh",
      "-c",
      script,
    ];
    const { exitCode, stderr } = await dk(args);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.equal((await Deno.stat(`${folder}/made`)).uid, Deno.uid());
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("run: a container whose reader has gone is removed with --rm", async () => {
  await using box = containerName("unread");
  const line = `"$0" run --rm --name ${box.name} ${testImage} yes | head -1`;
  const shell = new Deno.Command("bash", { args: ["-o", "pipefail", "-c", line, dkExecutable()] });
  const { code, stdout } = await shell.output();
  assert.deepEqual([code, new TextDecoder().decode(stdout)], [141, "y\n"]);
  const again = await run("--name", box.name, testImage, "true");
  assert.deepEqual(again, { exitCode: 0, stdout: "", stderr: "" });
});

Deno.test("run: three signals that the container ignores end dk alone", async () => {
  await using box = containerName("ignored");
  const script = "trap '' INT TERM; echo up; exec sleep 60";
  const child = new Deno.Command(dkExecutable(), {
    args: ["run", "--rm", "--name", box.name, testImage, "sh", "-c", script],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await firstOutput(child);
  let code: number | undefined;
  const ended = child.status.then((status) => code = status.code);
  // Where much else goes on, several may arrive as one.
  while (code === undefined && interrupt(child)) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  await ended;
  assert.equal(code, 130);
  assert.match(await new Response(child.stderr).text(), /goes on after 3 signals/);
  assert.equal((await dk(["exec", box.name, "true"])).exitCode, 0);
});

/** False for a program that has ended meanwhile. */
function interrupt(child: Deno.ChildProcess): boolean {
  try {
    child.kill("SIGINT");
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Waits until a program has printed something, and gives up the rest of what it prints. */
async function firstOutput(child: Deno.ChildProcess): Promise<void> {
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
}
