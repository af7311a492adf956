import assert from "node:assert/strict";
import { concatChunks } from "../../../lib/byte_chunks.ts";
import { httpFetch } from "./http_fetch.ts";

type Answer = (request: Request) => Response;

/** A web server on loopback; `address` ends without a slash. */
function serve(answer: Answer): { address: string } & AsyncDisposable {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, answer);
  return {
    address: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const textOf = async (address: string, signal?: AbortSignal) =>
  new TextDecoder().decode(await concatChunks(await httpFetch(address, signal)));

const redirect = (location: string) => new Response(null, { status: 302, headers: { location } });

Deno.test("httpFetch() gives a login to the server that it is for, and no other", async () => {
  const tell: Answer = ({ headers }) => new Response(headers.get("authorization") ?? "none");
  await using other = serve(tell);
  await using server = serve((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/here") return redirect("/there");
    return pathname === "/away" ? redirect(other.address) : tell(request);
  });
  const withLogin = server.address.replace("//", "//me:p%40ss@");
  const expected = `Basic ${btoa("me:p@ss")}`;
  assert.equal(await textOf(`${withLogin}/there`), expected);
  assert.equal(await textOf(`${withLogin}/here`), expected);
  assert.equal(await textOf(`${withLogin}/away`), "none");
});

const refused: [what: string, answer: Answer, why: RegExp][] = [
  ["another status", () => new Response("no", { status: 404 }), /status 404/],
  ["a status that is no redirect", () => new Response(null, { status: 204 }), /status 204/],
  ["a circle of redirects", () => redirect("/again"), /more than 10 times/],
  ["a redirect to something else", () => redirect("file:///etc/passwd"), /no address/],
];

for (const [what, answer, why] of refused) {
  Deno.test(`httpFetch() refuses ${what}, and shows no password`, async () => {
    await using server = serve(answer);
    const address = `${server.address.replace("//", "//me:sesame@")}/x`;
    await assert.rejects(httpFetch(address), (error: Error & { why?: string }) => {
      assert.match(`${error.why}`, why);
      assert.match(error.message, /^Cannot fetch http:\/\/127/);
      assert.doesNotMatch(`${error.message} ${error.why}`, /sesame/);
      return true;
    });
  });
}

Deno.test("httpFetch() says when nobody listens", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(httpFetch(`http://127.0.0.1:${port}/x`), /^Failure: Cannot fetch http/);
});

Deno.test("httpFetch() throws when the file breaks off", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const served = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    const half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    await connection.write(new TextEncoder().encode(half));
  })();
  await assert.rejects(textOf(`http://127.0.0.1:${listener.addr.port}/x`), /broke off/);
  await served;
});

Deno.test("httpFetch() passes the abort reason untouched", async () => {
  const reason = new RangeError("enough");
  await using server = serve(() => new Response("x"));
  const signal = AbortSignal.abort(reason);
  await assert.rejects(httpFetch(server.address, signal), reason);
});
