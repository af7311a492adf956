/** `dk containerize` from a folder and a steps file to a tested image, on a real engine. */
import assert from "node:assert/strict";
import { join } from "../../src/lib/path.ts";
import { until } from "../../src/lib/until_fixture.ts";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { ContainerizeBench, withoutVersions } from "./containerize_bench.ts";
import { dk } from "./dk_process.ts";

const fixture = join(import.meta.dirname!, "../fixtures/meteorite");

Deno.test("the meteorite example becomes a Dockerfile and an image that prints the same", async () => {
  await using bench = await ContainerizeBench.open("bash");
  for (const name of ["ml_data_analysis.py", "Meteorite_Landings.json"]) {
    await Deno.copyFile(join(fixture, name), join(bench.project, name));
  }
  await Deno.chmod(join(bench.project, "ml_data_analysis.py"), 0o644);
  const steps = await Deno.readTextFile(join(fixture, "steps.sh"));
  const test = "ml_data_analysis.py /data/Meteorite_Landings.json";
  const run = await bench.run(steps, { test, flags: ["--mount", ".:/data", "--format", "json"] });
  assert.equal(run.code, 0, run.stderr);
  const result = JSON.parse(run.stdout);
  assert.deepEqual(result.tags, [bench.tag]);
  assert.equal(result.dockerignore, join(bench.project, ".dockerignore"));
  assert.deepEqual(
    result.steps.map(({ exit, kept }: { exit: number; kept: boolean }) => `${exit} ${kept}`),
    ["true", "true", "false", "false", "true", "true", "true", "true", "false"].map((k) =>
      `0 ${k}`
    ),
  );
  const lines = result.test.stdout.trimEnd().split("\n");
  assert.equal(lines[0], "83857.3");
  assert.equal(lines.slice(1, 31).filter((line: string) => / & /.test(line)).length, 30);
  assert.equal(lines.slice(31).length, 19);
  assert.equal(
    (await Deno.readTextFile(join(bench.project, "Dockerfile")))
      .replace(/.*apt-get install.*/g, withoutVersions),
    `FROM ${bench.base}

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3=VERSION && \\
    apt-get clean && \\
    rm -rf /var/lib/apt/lists/*

COPY ml_data_analysis.py /code/

RUN chmod +rx /code/ml_data_analysis.py

ENV PATH=/code:$PATH

COPY Meteorite_Landings.json /home/

WORKDIR /home

LABEL org.opencontainers.image.title="${bench.tag.replace(":1.0", "")}" \\
      org.opencontainers.image.version="1.0" \\
      org.opencontainers.image.base.name="docker.io/library/${bench.base}"

CMD ["ml_data_analysis.py", "/data/Meteorite_Landings.json"]
`,
  );
  assert.equal((await Deno.stat(join(bench.project, "ml_data_analysis.py"))).mode! & 0o777, 0o644);
  assert.deepEqual(await bench.containers(), []);

  const again = await bench.run(steps, { test });
  assert.equal(again.code, 2, again.stderr);
  assert.match(again.stderr, /Dockerfile exists[^]*--overwrite/);
});

/** Whatever a shell can do between two steps, it must still know at the next. */
const stateful = `# A comment, and Windows line ends\r
cd /opt
NAME=thing
export WHERE=/opt/"a b"
make_it() {
  mkdir -p "$WHERE"
  echo "$1" > "$WHERE/$NAME"
}
make_it first
if [ -f "$WHERE/thing" ]
then
  cat >> "$WHERE/thing" <<'END'
it's $NOT \\\\ expanded
END
fi
cat; echo "stdin is empty"
set -eu
umask 027
touch secret && \\
  chmod u+x secret
ls -l; false || echo failed > /dev/null
set +eu
`;

const proof = `sh -c 'cd /opt && cat "a b/thing" && stat -c %a secret && pwd && echo "$WHERE"'`;

for (const shell of ["bash", "dash", "ash"] as const) {
  Deno.test(`a session in ${shell} keeps variables, functions, options and the directory`, async () => {
    await using bench = await ContainerizeBench.open(shell);
    const run = await bench.run(stateful, { test: proof, flags: ["--quiet", "--format", "json"] });
    assert.equal(run.code, 0, run.stderr);
    const { test, steps } = JSON.parse(run.stdout);
    assert.equal(test.stdout, "first\nit's $NOT \\\\ expanded\n740\n/opt\n/opt/a b\n");
    const kept = steps.filter((step: { kept: boolean }) => step.kept);
    assert.deepEqual(kept.map(({ line }: { line: number }) => line), [2, 3, 4, 5, 9, 10, 18, 19]);
  });
}

Deno.test("a step's output arrives whole and before what follows it", async () => {
  await using bench = await ContainerizeBench.open();
  const run = await bench.run("seq 1 300000; echo last >&2\ntrue\n", { test: "echo tested" });
  assert.equal(run.code, 0, run.stderr);
  assert.ok(run.stderr.includes(`${Array.from({ length: 300000 }, (_, i) => i + 1).join("\n")}\n`));
  assert.match(run.stderr, /\n300000\nlast\n\[2\/2\] true\n/);
  assert.match(run.stdout, /^tested\nsha256:[0-9a-f]{64}\n$/);
});

Deno.test("an image that BuildKit makes of a whole folder holds the folder and nothing else", async () => {
  await using bench = await ContainerizeBench.open();
  for (const name of ["a", "run.sh"]) {
    await Deno.writeTextFile(`${bench.project}/${name}`, "true\n");
  }
  const steps =
    "export A_TOKEN=hunter2222\ncd /code\ncat a run.sh | tee /opt/all\nchmod +x run.sh\n";
  const test = "sh -c 'ls -A /code && stat -c %a /code/a /code/run.sh /code'";
  const run = await bench.run(steps, { test, flags: ["--quiet", "--format", "json"] });
  assert.equal(run.code, 0, run.stderr);
  assert.equal(JSON.parse(run.stdout).test.stdout, "a\nrun.sh\n644\n755\n755\n");
});

const failures: [name: string, steps: string, test: string, code: number, says: RegExp][] = [
  [
    "a failing step",
    "echo one\necho before; nosuch || sh -c 'exit 7'\necho never\n",
    "true",
    1,
    /Step 2 failed with exit code 7: .*\nWhy: The end of its output:\nbefore\n\/bin\/bash: line \d+: nosuch: command not found\nNext: Correct line 2/,
  ],
  [
    "a step that ends the shell with an error",
    "set -e\nfalse\n",
    "true",
    1,
    /Step 2 failed with exit code 1: false/,
  ],
  [
    "steps behind exit",
    "exit\necho never\n",
    "true",
    1,
    /ended before line 2: echo never\nWhy: Line 1 ended it: exit/,
  ],
  [
    "a step that ends the shell after some work",
    "touch /opt/x; exit\n",
    "true",
    1,
    /Step 1 ended the shell: touch \/opt\/x; exit\n/,
  ],
  [
    "a step that replaces the shell",
    "exec bash\necho never\n",
    "true",
    1,
    /Step 1 ended the shell: exec bash\nWhy: exec puts another program[^]*Leave exec out of line 1/,
  ],
  [
    "a secret in the middle of a command",
    "touch /opt/x\ncurl https://me:hunter2@example.org/x\n",
    "true",
    2,
    /^(?![^]*hunter2)[^]*Line 2 of .* holds a password in an address[^]*nothing was run/,
  ],
  [
    "a steps file that the shell cannot read",
    "echo fine\nif true; then\necho never ends\n",
    "true",
    2,
    /begins on line 2 of .*: if true; then \.\.\.\nWhy: .*[Ss]yntax error/,
  ],
  [
    "a failing test",
    "touch /opt/x\n",
    "sh -c 'echo seen; exit 3'",
    1,
    /test command failed with exit code 3[^]*The end of its output:\nseen\nNext: Correct the steps or the test/,
  ],
  [
    "a test that is no program",
    "touch /opt/x\n",
    "no-such-program",
    1,
    /cannot be started in the new image[^]*\nNext: Name a program/,
  ],
];

for (const [name, steps, test, code, says] of failures) {
  Deno.test(`${name} ends dk with ${code} and leaves nothing behind`, async () => {
    await using bench = await ContainerizeBench.open();
    const run = await bench.run(steps, { test });
    assert.equal(run.code, code, run.stderr);
    assert.match(run.stderr, says);
    await bench.assertNothingLeft();
  });
}

Deno.test("--overwrite replaces a Dockerfile; the ignore file changes nothing for a later build", async () => {
  await using bench = await ContainerizeBench.open();
  await Deno.writeTextFile(join(bench.project, "Dockerfile"), "FROM nothing\n");
  await Deno.mkdir(join(bench.project, "lib"));
  const files = {
    "run.sh": ". /code/lib/say.sh\nsay\n",
    "lib/say.sh": "say() { cat /d/x; }\n",
    "lib/say.pyc": "left out\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(join(bench.project, name), text);
  }
  await Deno.writeTextFile(join(bench.outside, "x"), "data\n");
  const flags = ["--overwrite", "--mount", `${bench.outside}/x:/d/x`];
  const steps = "mkdir /d; touch /d/x\nsh /code/run.sh\n";
  const run = await bench.run(steps, { test: "sh /code/run.sh", flags });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^data\n/);
  const dockerfile = await Deno.readTextFile(join(bench.project, "Dockerfile"));
  assert.match(dockerfile, /\nCOPY \. \/code\/\n/);
  const ignored = await Deno.readTextFile(join(bench.project, ".dockerignore"));
  assert.match(ignored, /^Dockerfile\n[^]*\n\.git\n/);
  const { Id } = await inspectImage(bench.engine, bench.tag);
  // The same bytes give the same image: the builder finds every layer made.
  const later = await dk(["build", "-q", "--builder", "classic", "."], { cwd: bench.project });
  assert.equal(later.stdout.trim(), Id, later.stderr);
});

Deno.test("an ignore file that is written during the session stays as it is", async () => {
  await using bench = await ContainerizeBench.open();
  const path = join(bench.project, ".dockerignore");
  const during: [RegExp, () => void] = [/begun\n/, () => Deno.writeTextFileSync(path, "data\n")];
  const steps = "echo begun; sleep 1\ntouch /opt/x\n";
  const run = await bench.run(steps, { test: "true", flags: ["--format", "json"], during });
  assert.equal(run.code, 0, run.stderr);
  assert.equal(JSON.parse(run.stdout).dockerignore, null);
  assert.equal(await Deno.readTextFile(path), "data\n");
});

Deno.test("exit may end the steps, and a base image's own program is left out", async () => {
  await using bench = await ContainerizeBench.open("program");
  const run = await bench.run("touch /opt/x\nexit\n", { test: "ls /opt/x" });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^\/opt\/x\nsha256:/);
});

Deno.test("a base image that no registry has ends dk with 1", async () => {
  await using bench = await ContainerizeBench.open();
  const absent = ["--base", "localhost:1/no/such:image"];
  const run = await bench.run("true\n", { test: "true", flags: absent });
  assert.equal(run.code, 1, run.stderr);
  assert.match(run.stderr, /Cannot pull localhost:1\/no\/such:image[^]*Why: /);
  await bench.assertNothingLeft();
});

Deno.test("--keep keeps Dockerfile and image of a failed test", async () => {
  await using bench = await ContainerizeBench.open();
  const run = await bench.run("touch /opt/x\n", { test: "false", flags: ["--keep"] });
  assert.equal(run.code, 1, run.stderr);
  assert.match(await Deno.readTextFile(join(bench.project, "Dockerfile")), /RUN touch \/opt\/x/);
  assert.ok(await bench.hasImage());
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`${signal} in the middle of a step ends dk with ${code} and leaves nothing behind`, async () => {
    await using bench = await ContainerizeBench.open();
    const run = bench.run("echo begun; sleep 300\n", {
      test: "true",
      during: [/begun\n/, (process) => process.kill(signal)],
    });
    assert.equal((await run).code, code, (await run).stderr);
    await bench.assertNothingLeft();
  });
}

Deno.test("a build that is interrupted leaves nothing behind", async () => {
  await using bench = await ContainerizeBench.open();
  const steps = "touch /opt/x\nexport A=1\n[ -f /root/z ] || { touch /opt/y; sleep $((A * 2)); }\n";
  const run = await bench.run(steps, {
    test: "true",
    during: [/Building the image[^]*sleep/, (process) => process.kill("SIGINT")],
  });
  assert.equal(run.code, 130, run.stderr);
  await bench.assertNothingLeft();
});

Deno.test("a build that fails leaves nothing behind", async () => {
  await using bench = await ContainerizeBench.open();
  // A variable that the session sets and the build does not.
  const steps = 'touch /opt/x\nexport A=1\n[ "$DEBIAN_FRONTEND" ] && touch /opt/y\n';
  const run = await bench.run(steps, { test: "true" });
  assert.equal(run.code, 1, run.stderr);
  assert.match(run.stderr, /could not be built from the Dockerfile of the session\nWhy: /);
  await bench.assertNothingLeft();
});

Deno.test("a step that looks for files without reading them gets the whole project", async () => {
  await using bench = await ContainerizeBench.open();
  const { project } = bench;
  await Deno.mkdir(`${project}/lib`);
  await Deno.writeTextFile(`${project}/lib/own.sh`, "#!/bin/sh\necho own\n");
  await Deno.writeTextFile(`${project}/lib/other.sh`, "");
  const install =
    "cd /code\ntest -e lib/other.sh && install -m 755 lib/own.sh /usr/local/bin/own\n";
  await Deno.writeTextFile(`${project}/install.sh`, install);
  const run = await bench.run("sh /code/install.sh\n", { test: "own", flags: ["--ca", "host"] });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /COPY install.sh \/code\/\n +COPY lib\/own.sh \/code\/lib\//);
  assert.match(
    run.stderr,
    /failed at \[\d\/\d\] RUN sh \/code\/install.sh: trying it with all files\n/,
  );
  assert.match(await Deno.readTextFile(`${project}/Dockerfile`), /^COPY \. \/code\/$/m);
});

Deno.test("a program that reads the project's own data beside what is mounted gets it", async () => {
  await using bench = await ContainerizeBench.open();
  const { project } = bench;
  await Deno.mkdir(`${project}/data`);
  await Deno.writeTextFile(`${project}/data/names.txt`, "names\n");
  await Deno.writeTextFile(`${project}/run.sh`, 'cat "${0%/*}/data/names.txt" "$1"\n');
  const flags = ["--mount", `${project}/data:/data`, "--keep"];
  const test = "sh /code/run.sh /data/names.txt";
  const run = await bench.run("touch /opt/x\n", { test, flags });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /trying it with the project's own files of \S+\/data\n/);
  assert.match(run.stdout, /^names\nnames\n/);
  assert.match(await Deno.readTextFile(`${project}/Dockerfile`), /^COPY \. \/code\/$/m);
});

Deno.test("dk killed in the middle of a step leaves no container behind", async () => {
  await using bench = await ContainerizeBench.open();
  const run = await bench.run("echo begun; sleep 3\n", {
    test: "true",
    during: [/begun\n/, (process) => process.kill("SIGKILL")],
  });
  assert.equal(run.code, 137);
  await until(async () => (await bench.containers()).length === 0);
  await bench.assertNothingLeft();
});

Deno.test("--dry-run tells what would be done and does nothing", async () => {
  await using bench = await ContainerizeBench.open();
  const run = await bench.run("touch /opt/x\n", { test: "true", flags: ["--dry-run"] });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^Use the base image .*\nCopy 0 files/);
  await bench.assertNothingLeft();
});
