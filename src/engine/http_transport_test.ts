import assert from "node:assert/strict";
import type { Dialer } from "./dialer.ts";
import { EngineError } from "./errors.ts";
import { writeAll } from "./http1.ts";
import { HttpTransport } from "./http_transport.ts";

/** What a scripted engine does with one connection, given what it has read so far. */
type Script = (conn: Deno.Conn, received: () => string) => Promise<void>;

/** An engine on a socket of its own that plays one script per connection. */
class ScriptedEngine implements AsyncDisposable {
  readonly #directory = Deno.makeTempDirSync();
  readonly #listener = Deno.listen({ transport: "unix", path: `${this.#directory}/s` });
  readonly #served: Promise<void>;
  readonly transport: HttpTransport;
  connections = 0;

  constructor(...scripts: Script[]) {
    this.#served = this.#serve(scripts);
    const path = `${this.#directory}/s`;
    const dialer: Dialer = {
      address: `unix://${path}`,
      hostHeader: "docker",
      basePath: "",
      dial: () => Deno.connect({ transport: "unix", path }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    this.transport = new HttpTransport(dialer, () => Promise.resolve("/v1.41"));
  }

  async #serve(scripts: Script[]) {
    for (const script of scripts) {
      using conn = await this.#listener.accept();
      this.connections++;
      await script(conn, reading(conn));
    }
  }

  async [Symbol.asyncDispose]() {
    this.transport[Symbol.dispose]();
    await this.#served;
    this.#listener.close();
    await Deno.remove(this.#directory, { recursive: true });
  }
}

/** Collects in the background what `conn` receives. */
function reading(conn: Deno.Conn): () => string {
  let text = "";
  (async () => {
    const buffer = new Uint8Array(1024);
    for (let count; (count = await conn.read(buffer)) !== null;) {
      text += new TextDecoder().decode(buffer.subarray(0, count));
    }
  })().catch(() => {}); // The script closes the connection when it is done.
  return () => text;
}

async function until(condition: () => boolean) {
  while (!condition()) await new Promise((done) => setTimeout(done, 1));
}

async function answer(conn: Deno.Conn, status: string, body: string, headers = "") {
  const head = `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${headers}\r\n`;
  await writeAll(conn, new TextEncoder().encode(head + body));
}

Deno.test("a request carries the version, its query and its JSON", async () => {
  let seen = "";
  await using engine = new ScriptedEngine(async (conn, received) => {
    await until(() => received().endsWith("}"));
    seen = received();
    await answer(conn, "201 Created", '{"Id":"abc"}', "Content-Type: application/json\r\n");
  });
  const response = await engine.transport.request({
    method: "POST",
    path: "/containers/create",
    query: { name: "a b", size: true, drop: undefined, t: ["x", "y"] },
    json: { Image: "i" },
  });
  assert.deepEqual(await response.json(), { Id: "abc" });
  const [head, body] = seen.split("\r\n\r\n");
  assert.match(
    head,
    /^POST \/v1\.41\/containers\/create\?name=a%20b&size=1&t=x&t=y HTTP\/1\.1\r\n/,
  );
  assert.match(head, /\r\nContent-Type: application\/json\r\nContent-Length: 13/);
  assert.equal(body, '{"Image":"i"}');
});

Deno.test("one connection serves requests in a row", async () => {
  await using engine = new ScriptedEngine(async (conn, received) => {
    for (let turn = 1; turn <= 3; turn++) {
      await until(() => received().split("\r\n\r\n").length > turn);
      await answer(conn, "200 OK", `answer ${turn}`);
    }
  });
  for (let turn = 1; turn <= 3; turn++) {
    const response = await engine.transport.request({ method: "GET", path: "/x" });
    assert.equal(await response.text(), `answer ${turn}`);
  }
  assert.equal(engine.connections, 1);
});

Deno.test("a kept connection that went stale is replaced without a word", async () => {
  const once: Script = async (conn, received) => {
    await until(() => received().endsWith("\r\n\r\n"));
    await answer(conn, "200 OK", "fine");
  };
  await using engine = new ScriptedEngine(once, once);
  for (let turn = 0; turn < 2; turn++) {
    const response = await engine.transport.request({ method: "GET", path: "/x" });
    assert.equal(await response.text(), "fine");
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.equal(engine.connections, 2);
});

Deno.test("a refusal is an EngineError with the engine's own words", async () => {
  const refuse = (headers: string, body: string): Script => async (conn, received) => {
    await until(() => received().endsWith("\r\n\r\n"));
    await answer(conn, "404 Not Found", body, `${headers}Connection: close\r\n`);
  };
  await using engine = new ScriptedEngine(
    refuse("Content-Type: application/json\r\n", '{"message":"No such container: x"}'),
    refuse("Content-Type: text/plain\r\n", "No such container: x\n"),
  );
  for (let turn = 0; turn < 2; turn++) {
    await assert.rejects(
      engine.transport.request({ method: "GET", path: "/containers/x/json" }),
      (error) =>
        error instanceof EngineError && error.status === 404 &&
        error.message === "No such container: x",
    );
  }
});

async function* endless(onPiece: () => void) {
  for (;;) {
    onPiece();
    await new Promise((done) => setTimeout(done));
    yield new Uint8Array(64 * 1024);
  }
}

Deno.test("an engine that refuses in the middle of an upload is heard", async () => {
  await using engine = new ScriptedEngine(async (conn, received) => {
    await until(() => received().length > 100_000);
    await answer(conn, "500 Oops", "disk full", "Connection: close\r\n");
  });
  await assert.rejects(
    engine.transport.request({ method: "POST", path: "/build", body: endless(() => {}) }),
    (error) => error instanceof EngineError && error.reason === "disk full",
  );
});

Deno.test("a payload that cannot be produced ends the request with its own error", async () => {
  await using engine = new ScriptedEngine(async (_conn, received) => {
    await until(() => received().includes("piece"));
  });
  const body = (async function* () {
    yield new TextEncoder().encode("piece");
    await Promise.resolve();
    throw new Error("file vanished");
  })();
  await assert.rejects(
    engine.transport.request({ method: "POST", path: "/build", body }),
    /file vanished/,
  );
});

Deno.test("aborting rejects with the reason, before and in the middle of the answer", async () => {
  await using engine = new ScriptedEngine(
    async (_conn, received) => await until(() => received().endsWith("\r\n\r\n")),
    async (conn, received) => {
      await until(() => received().endsWith("\r\n\r\n"));
      await writeAll(conn, new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\npart"));
    },
  );
  const reason = new Error("enough");
  for (const wait of ["head", "body"]) {
    const controller = new AbortController();
    const work = (async () => {
      const request = { method: "GET", path: "/x", signal: controller.signal } as const;
      const response = await engine.transport.request(request);
      if (wait === "body") controller.abort(reason);
      await response.text();
    })();
    if (wait === "head") setTimeout(() => controller.abort(reason), 1);
    await assert.rejects(work, reason);
  }
});

Deno.test("an engine that hangs up without a word is explained", async () => {
  await using engine = new ScriptedEngine(async (_conn, received) => {
    await until(() => received().endsWith("\r\n\r\n"));
  });
  await assert.rejects(
    engine.transport.request({ method: "GET", path: "/x" }),
    /closed the connection in the middle/,
  );
});

Deno.test("a write to an engine that has gone is no BrokenPipe, which stdout alone throws", async () => {
  await using engine = new ScriptedEngine(async (conn, received) => {
    await until(() => received().includes("\r\n\r\n"));
    await writeAll(conn, new TextEncoder().encode("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n"));
  });
  using stream = await engine.transport.upgrade({ method: "POST", path: "/containers/x/attach" });
  const write = async () => {
    for (;;) await stream.write(new Uint8Array(65536));
  };
  await assert.rejects(write, Deno.errors.ConnectionReset);
});

Deno.test("upgrade() gives the raw bytes, those behind the head first, and half-closes", async () => {
  let request = "";
  await using engine = new ScriptedEngine(async (conn, received) => {
    await until(() => received().includes("\r\n\r\n"));
    request = received();
    const head = "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nfirst ";
    await writeAll(conn, new TextEncoder().encode(head));
    await until(() => received().endsWith("input"));
    await writeAll(conn, new TextEncoder().encode("last"));
  });
  using stream = await engine.transport.upgrade({ method: "POST", path: "/containers/x/attach" });
  await writeAll(stream, new TextEncoder().encode("input"));
  await stream.closeWrite();
  let text = "";
  const buffer = new Uint8Array(4);
  for (let count; (count = await stream.read(buffer)) !== null;) {
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  assert.equal(text, "first last");
  assert.match(request, /\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n/);
});
