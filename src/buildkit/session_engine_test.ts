import assert from "node:assert/strict";
import { openEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/transport.ts";
import { readTar } from "../lib/tar/read.ts";
import { credentialsMethod, credentialsService } from "./auth.ts";
import { fileSendMethod, receiveArchive } from "./file_send.ts";
import { fileSync, fileSyncMethod, type SyncEntry } from "./file_sync.ts";
import type { GrpcHandler } from "./grpc.ts";
import { secretMethod, secretService } from "./secrets.ts";
import { openSession } from "./session.ts";
import {
  checkAgentMethod,
  checkAgentService,
  forwardAgentMethod,
  forwardAgentService,
} from "./ssh_agent.ts";
import { decodeTrace } from "./trace.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
const encode = (text: string) => new TextEncoder().encode(text);

function file(path: string, content: Uint8Array): SyncEntry {
  return { path, mode: 0o644, size: content.length, modTime: 1_700_000_000_000_000_000n, content };
}

/** What a build printed in its steps, and how it ended. */
interface Outcome {
  output: string;
  error?: string;
}

/** Builds through a session; nothing is tagged, so nothing but cache stays behind. */
async function build(
  engine: Engine,
  dockerfile: string,
  context: SyncEntry[],
  more: { methods?: [string, GrpcHandler][]; query?: Record<string, string>; key?: string } = {},
): Promise<Outcome> {
  const sources = { dockerfile: [file("Dockerfile", encode(dockerfile))], context };
  const sync = fileSync(
    async function* ({ directory, followPaths }) {
      const all = directory === "dockerfile" ? sources.dockerfile : sources.context;
      yield await all.filter(({ path }) => followPaths.length === 0 || followPaths.includes(path));
    },
    () => {},
  );
  const methods = new Map([
    [fileSyncMethod, sync],
    [credentialsMethod, credentialsService(() => Promise.resolve(undefined))],
    ...more.methods ?? [],
  ]);
  const sharedKey = more.key ?? crypto.randomUUID();
  await using session = await openSession(engine, { sharedKey, methods });
  assert.ok(session);
  const answer = await engine.request({
    method: "POST",
    path: "/build",
    query: {
      version: "2",
      remote: "client-session",
      session: session.id,
      nocache: true,
      outputs: '[{"Type":"cacheonly","Attrs":{}}]',
      ...more.query,
    },
  });
  return outcomeOf(await Promise.race([answer.text(), session.lost]));
}

function outcomeOf(text: string): Outcome {
  const outcome: Outcome = { output: "" };
  for (const line of text.split("\n").filter((line) => line.trim())) {
    const message = JSON.parse(line);
    if (message.error) outcome.error = message.error;
    if (message.id !== "moby.buildkit.trace") continue;
    for (const log of decodeTrace(message.aux).logs) {
      outcome.output += new TextDecoder().decode(log.data);
    }
  }
  return outcome;
}

Deno.test("a session brings files, a secret and an ssh agent into the build's steps", async () => {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const directory = await Deno.makeTempDir();
  const path = `${directory}/agent`;
  using agent = Deno.listen({ transport: "unix", path });
  const answered = (async () => {
    using asked = await agent.accept();
    const buffer = new Uint8Array(64);
    const count = await asked.read(buffer);
    await asked.write(encode(`agent got ${new TextDecoder().decode(buffer.subarray(0, count!))}`));
  })();
  const agents = new Map([["default", () => Deno.connect({ transport: "unix", path })]]);
  const { output, error } = await build(
    engine,
    `FROM ${image}
COPY big.bin /
RUN sha256sum /big.bin
RUN --mount=type=secret,id=token tr a-z A-Z < /run/secrets/token
RUN --mount=type=secret,id=absent ls /run/secrets | wc -l
RUN --mount=type=ssh exec perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new($ENV{SSH_AUTH_SOCK}); \\
      $s->autoflush; print $s "hello"; sysread $s, my $got, 99; print "$got\\n"'
`,
    [file("big.bin", new Uint8Array(5_000_000).fill(7))],
    {
      methods: [
        [
          secretMethod,
          secretService((id) => Promise.resolve(id === "token" ? encode("sesame\n") : undefined)),
        ],
        [checkAgentMethod, checkAgentService(agents)],
        [forwardAgentMethod, forwardAgentService(agents)],
      ],
    },
  );
  await answered;
  await Deno.remove(directory, { recursive: true });
  assert.equal(error, undefined);
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(5_000_000).fill(7));
  assert.match(output, new RegExp(new Uint8Array(digest).toHex()));
  assert.match(output, /SESAME/);
  assert.match(output, /agent got hello/);
});

Deno.test("only what changed since the build before is sent again", async () => {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const key = crypto.randomUUID();
  const sent: string[] = [];
  const contents = new Map([["a", "one"], ["b", "two"], ["c", "three"]]);
  const once = async () => {
    sent.length = 0;
    const entries = [...contents].map(([path, text]) => ({ ...file(path, encode(text)) }));
    const watched = entries.map((entry) => ({
      ...entry,
      get content() {
        sent.push(entry.path);
        return encode(contents.get(entry.path)!);
      },
    }));
    const { error } = await build(engine, `FROM scratch\nCOPY . /`, watched, { key });
    assert.equal(error, undefined);
  };
  await once();
  assert.deepEqual(sent.sort(), ["a", "b", "c"]); // the builder asks in any order
  contents.set("b", "TWO!");
  await once();
  assert.deepEqual(sent, ["b"]);
});

Deno.test("a file that shrinks while it is read fails the build with its own error", async () => {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "short");
  const shrunk = { ...file("data", encode("longer than that")), content: path };
  await assert.rejects(
    build(engine, `FROM scratch\nCOPY data /`, [shrunk]),
    /data became smaller while it was read: 5 bytes instead of 16/,
  );
  await Deno.remove(path);
});

Deno.test("the result comes back as an archive", async () => {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const dockerfile = `FROM ${image}
RUN mkdir -p /out/d && printf hello > /out/d/file && chmod 4755 /out/d/file && ln -s file /out/d/link
FROM scratch
COPY --from=0 /out /`;
  const seen: string[] = [];
  const { error } = await build(engine, dockerfile, [], {
    methods: [[
      fileSendMethod,
      receiveArchive(async (archive) => {
        for await (const { header } of readTar(archive)) {
          seen.push(`${header.name} ${header.type} ${header.mode.toString(8)} ${header.size}`);
        }
      }),
    ]],
    query: { outputs: '[{"Type":"tar","Attrs":{}}]' },
  });
  assert.equal(error, undefined);
  assert.deepEqual(seen, ["d directory 755 0", "d/file file 4755 5", "d/link symlink 777 0"]);
});
