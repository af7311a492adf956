/** The one executable on a machine that has nothing: a minimal Debian without network. */
import assert from "node:assert/strict";
import manifest from "../../deno.json" with { type: "json" };
import { openEngine } from "../../src/engine/engine.ts";
import { type ContainerScript, runScript, type ScriptResult } from "./container_script.ts";
import { dkExecutable } from "./dk_executable.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
const version = `dk ${manifest.version}\n`;

/** Runs a script with the executable mounted read-only as `dk` in a folder of the search path. */
async function onBareMachine(run: Omit<ContainerScript, "image">): Promise<ScriptResult> {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const host = { ...run.host, Binds: [`${dkExecutable()}:/usr/local/bin/dk:ro`] };
  return await runScript(engine, { ...run, image, host });
}

const readOnly = { ReadonlyRootfs: true };

/** Prints the cache's files that do not belong there. */
const leftovers = `find "$HOME/.cache/dk" -name 'new.*'`;

type Case = [name: string, run: Omit<ContainerScript, "image">, stdout: string];

const cases: Case[] = [
  ["dk starts where nothing is installed", { script: "dk --version" }, version],
  [
    "dk starts with a read-only root, in whichever temporary folder programs may run",
    {
      script: "dk --version && ls /var/tmp",
      host: { ...readOnly, Tmpfs: { "/tmp": "noexec", "/var/tmp": "exec" } },
    },
    `${version}dk-0\n`,
  ],
  [
    "dk starts without HOME",
    { script: "unset HOME; dk --version && dk --version && ls /var/tmp" },
    `${version}${version}dk-0\n`,
  ],
  [
    "dk starts as a user without name and with a home that it cannot write",
    { script: "dk --version && ls /var/tmp", user: "1234:1234" },
    `${version}dk-1234\n`,
  ],
  [
    "dk uses XDG_CACHE_HOME, makes it private, and copes with spaces and any umask",
    {
      script: `export XDG_CACHE_HOME="/srv/a cache"
        mkdir "/srv/the bin" && cp /usr/local/bin/dk "/srv/the bin/dk"
        umask 777; "/srv/the bin/dk" --version
        umask 000; "/srv/the bin/dk" --version
        cd "$XDG_CACHE_HOME/dk" && stat -c %a . * */deno */dk.mjs */state`,
    },
    `${version}${version}700\n700\n500\n400\n700\n`,
  ],
  [
    "dk keeps out of a folder that someone else has made in its place",
    {
      script:
        "install -d -o 99 /var/tmp/dk-1234; setpriv --reuid 1234 --clear-groups dk --version;" +
        " ls /var/tmp/dk-1234; ls /tmp",
    },
    `${version}dk-1234\n`,
  ],
  [
    "dk keeps out of the home of another user",
    {
      script: "mkdir -m 777 /srv/home; chown 99 /srv/home; HOME=/srv/home dk --version;" +
        " ls -A /srv/home",
    },
    version,
  ],
  [
    "dk started four times at once for the first time unpacks one whole cache",
    {
      script: `for i in 1 2 3 4; do dk --version & pids="$pids $!"; done
        for pid in $pids; do wait $pid || echo failed; done; ${leftovers}`,
    },
    version.repeat(4),
  ],
  [
    "dk repairs a cache that was cut short, changed, emptied, replaced or made unusable",
    {
      script: `dk --version; cd "$HOME"/.cache/dk/*/
        truncate -s 1000000 deno; dk --version
        chmod 600 dk.mjs; echo 'console.log("changed")' >dk.mjs; dk --version
        : >deno; dk --version
        rm -f dk.mjs; dk --version
        rm -f dk.mjs; mkdir dk.mjs; dk --version
        rm -f deno; ln -s /bin/true deno; dk --version
        chmod 400 deno; dk --version
        rm -f mark; dk --version
        rm -rf state; echo >state; dk --version; ${leftovers}`,
    },
    version.repeat(10),
  ],
  [
    "dk lets no log of its runtime grow, which every start would have to read",
    {
      script: `for i in 1 2 3; do
          dk images; dk ps; dk inspect x; dk run x; dk exec x; dk context /etc/apt; dk history x
        done >/dev/null 2>&1; find "$HOME/.cache/dk" -name '*-wal' -size +999k`,
    },
    "",
  ],
  [
    "dk removes what older versions have left a month ago",
    {
      script: `mkdir -p "$HOME/.cache/dk/old/state" "$HOME/.cache/dk/recent"
        touch -d '32 days ago' "$HOME/.cache/dk/old"; dk --version
        cd "$HOME/.cache/dk"; ls -d old recent 2>/dev/null; cd "$(dirname */deno)"; mkdir new.left new.now
        touch -d '2 days ago' new.left; rm -f mark; dk --version; ls -d new.*`,
    },
    `${version}recent\n${version}new.now\n`,
  ],
  [
    "dk takes no notice of what the runtime would read",
    {
      script: `dk --version; cd "$HOME"
        for file in .npmrc package.json deno.json deno.lock .cache/dk/package.json; do
          echo '{ broken' >$file
        done
        echo 'registry=;;;' >.npmrc
        export DENO_DIR=/nowhere DENO_CERT=/nowhere DENO_TLS_CA_STORE=none DENO_LOG=debug
        export DENO_V8_FLAGS=--nonsense NODE_OPTIONS=--nonsense NODE_EXTRA_CA_CERTS=/nowhere
        export DENO_COVERAGE_DIR=/nowhere OTEL_DENO=true RUST_LOG=trace
        dk --version; [ ! -e /nowhere ]`,
    },
    version.repeat(2),
  ],
  [
    "dk leaves standard input to whoever reads it, also when it unpacks",
    { script: "printf 'one\\ntwo\\n' | { dk --version; cat; }" },
    `${version}one\ntwo\n`,
  ],
];

for (const [name, run, stdout] of cases) {
  Deno.test(name, async () => {
    assert.deepEqual(await onBareMachine(run), { exitCode: 0, stdout, stderr: "" });
  });
}

Deno.test("dk gets its arguments as they are, and its exit code through", async () => {
  const { exitCode, stdout, stderr } = await onBareMachine({
    script: `ln -s /usr/local/bin/dk "/srv/a link"; "/srv/a link" 'two
lines' '' --help`,
  });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: "" });
  assert.match(stderr, /^dk: Unknown command "two\\nlines"\n/);
});

Deno.test("dk names every place that it has tried when it can unpack in none", async () => {
  const { exitCode, stdout, stderr } = await onBareMachine({
    script:
      "XDG_CACHE_HOME=/full/cache TMPDIR=/nowhere dk --version; status=$?; ls -A /full /tmp;" +
      " exit $status",
    host: { ...readOnly, Tmpfs: { "/full": "exec,size=20m", "/tmp": "noexec" } },
  });
  assert.equal(exitCode, 1);
  assert.equal(stdout, "/full:\ncache\n\n/tmp:\n");
  assert.match(stderr, /^dk: No place to unpack the program\nWhy: tried\n/);
  assert.match(stderr, /^ {2}\/full\/cache\/dk: .*No space left on device$/m);
  assert.match(stderr, /^ {2}\/root\/\.cache\/dk: .*Read-only file system$/m);
  assert.match(stderr, /^ {2}\/nowhere: there is no such directory$/m);
  assert.match(stderr, /^ {2}\/var\/tmp\/dk-0: .*Read-only file system$/m);
  assert.match(stderr, /^ {2}\/tmp\/dk-0: the program does not run from there$/m);
  assert.match(stderr, /\nNext: Set XDG_CACHE_HOME to a directory .* with \d+ MB free\n$/);
});

Deno.test("dk says when its file is damaged, and leaves nothing behind", async () => {
  const { exitCode, stdout, stderr } = await onBareMachine({
    script: `head -c 30000000 /usr/local/bin/dk >/srv/dk; chmod +x /srv/dk
      /srv/dk --version; status=$?; find "$HOME/.cache" -type f; ls /var/tmp; exit $status`,
  });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "" });
  assert.match(stderr, /^dk: \/srv\/dk is damaged\n/);
});

Deno.test("dk says when the working directory is gone", async () => {
  const { exitCode, stdout, stderr } = await onBareMachine({
    script: "mkdir /srv/gone; cd /srv/gone; rmdir /srv/gone; dk --version",
  });
  assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "" });
  assert.match(stderr, /dk: The working directory is gone\n/);
});
