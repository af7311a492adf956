/** A typed session with an engine that is reached over a network, so that nothing can be mounted. */
import assert from "node:assert/strict";
import { Sshd } from "../../src/engine/sshd_fixture.ts";
import { ContainerizeBench } from "./containerize_bench.ts";
import { engineSocket, TcpFront } from "./engine_front.ts";
import { TypedSession, unasked } from "./typed_session.ts";

interface FarEngine extends AsyncDisposable {
  env: Record<string, string>;
}

/** The engine under test as if it were another machine's, and data for a session on it. */
const farEngines: [kind: string, data: string, open: () => Promise<FarEngine>][] = [
  ["tcp", ":/data", async () => {
    const front = new TcpFront(await engineSocket());
    const env = { DOCKER_HOST: `tcp://${front.authority}` };
    return { env, [Symbol.asyncDispose]: () => front[Symbol.asyncDispose]() };
  }],
  ["ssh", "/length:/data/length", async () => {
    const sshd = await Sshd.start();
    const DOCKER_HOST = sshd.address(await engineSocket());
    const env = { DOCKER_HOST, PATH: `${sshd.directory}/bin:$PATH` };
    return { env, [Symbol.asyncDispose]: () => sshd[Symbol.asyncDispose]() };
  }],
];

const program = `#!/bin/sh
. /code/lib/units.sh
set -e
length=$(cat /data/length)
echo "$length $unit, $(cat /code/style)"
`;

for (const [kind, data, open] of farEngines) {
  Deno.test(`a session typed on an engine over ${kind} becomes a proven image`, async () => {
    await using bench = await ContainerizeBench.open();
    await using far = await open();
    await Deno.mkdir(`${bench.project}/lib`);
    await Deno.writeTextFile(`${bench.project}/measure.sh`, program);
    await Deno.writeTextFile(`${bench.project}/lib/units.sh`, "unit=miles\n");
    await Deno.writeTextFile(`${bench.outside}/length`, "12\n");
    const flags = [...unasked, "--mount", `${bench.outside}${data}`];
    await using session = await TypedSession.open(bench, { flags, env: far.env });
    await session.begun();
    const { terminal } = session;
    await session.run("cd /code; chmod +x measure.sh");
    await terminal.line("echo Style:; cat > style");
    await terminal.waitFor(/^Style:$/m);
    for (const key of ["by hand", "Enter", "C-d"]) await terminal.keys(key);
    await session.recorded(2);
    await session.run("echo unit=km > lib/units.sh");
    await session.word("undo", /^Undone: echo unit=km > lib\/units\.sh$/m);
    await session.run("mkdir cache && date +%Y > cache/year");
    await session.run("./measure.sh");
    await terminal.waitFor(/^12 miles, by hand$/m);
    await session.word("test /code/measure.sh", /^12 miles, by hand\n.*[#$] $/m);
    const screen = await session.done();

    assert.match(screen, /^left with 0$/m);
    assert.match(screen, /^ {2}Equal: /m);
    assert.match(screen, /Without the data the test ends with \d+, as the image does not hold it/);
    assert.match(screen, /built and tested/);
    const dockerfile = await Deno.readTextFile(`${bench.project}/Dockerfile`);
    assert.match(dockerfile, /^COPY docker\/files\/code\/style \/code\/style$/m);
    assert.match(dockerfile, /mkdir cache && date/);
    assert.doesNotMatch(dockerfile, /unit=km/);
    // What was made in the container's /code is not in the folder, but for what was made by hand.
    const made = [...Deno.readDirSync(bench.project)].map(({ name }) => name).sort();
    assert.deepEqual(made, [".dockerignore", "Dockerfile", "docker", "lib", "measure.sh"]);
    const kept = await Deno.readTextFile(`${bench.project}/docker/files/code/style`);
    assert.equal(kept, "by hand\n");
    assert.equal(await Deno.readTextFile(`${bench.project}/lib/units.sh`), "unit=miles\n");
    await session.assertNothingLeft();
  });
}
