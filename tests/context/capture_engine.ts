/**
 * An engine that does nothing but keep what `docker build` sends to it: the oracle's ear. It
 * answers a build with an image id, so that the client is content.
 */
export class CaptureEngine implements AsyncDisposable {
  readonly #server: Deno.HttpServer;
  #body: Uint8Array<ArrayBuffer> | undefined;
  #query = new URLSearchParams();

  /** Listens on the unix socket `path`. */
  constructor(readonly path: string) {
    this.#server = Deno.serve(
      { transport: "unix", path, onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  /** The archive and query of the last build, which are then forgotten. */
  take(): { body: Uint8Array<ArrayBuffer>; query: URLSearchParams } | undefined {
    const body = this.#body;
    this.#body = undefined;
    return body && { body, query: this.#query };
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const headers = { "Api-Version": "1.41", "Ostype": "linux" };
    if (pathname.endsWith("/_ping")) return new Response(null, { headers });
    const body = await request.bytes();
    if (!pathname.endsWith("/build")) return Response.json({ message: pathname }, { status: 404 });
    this.#body = body;
    this.#query = searchParams;
    return new Response(JSON.stringify({ aux: { ID: `sha256:${"0".repeat(64)}` } }), {
      headers: { ...headers, "Content-Type": "application/json" },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/**
 * Lets a docker client send its classic build context to `engine`.
 *
 * @param arguments_ what follows `docker build`
 * @param uid who runs the client, when not whoever runs the test
 * @returns the archive, or what the client said when it refused
 */
export async function dockerContext(
  docker: string,
  engine: CaptureEngine,
  cwd: string,
  arguments_: string[],
  uid?: number,
): Promise<{ archive?: Uint8Array<ArrayBuffer>; query?: URLSearchParams; refusal?: string }> {
  const { success, stderr } = await new Deno.Command(docker, {
    args: ["build", ...arguments_],
    cwd,
    uid,
    env: { DOCKER_HOST: `unix://${engine.path}`, DOCKER_BUILDKIT: "0", DOCKER_CONFIG: "/nowhere" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  const sent = engine.take();
  if (success && sent !== undefined) return { archive: sent.body, query: sent.query };
  return { refusal: new TextDecoder().decode(stderr) };
}
