/**
 * Docker's own client as an oracle: it runs against an engine that answers nothing but the first
 * questions, and what it sends to `/containers/create` is caught.
 */

/** What docker's client asked for, or that it refused the command line. */
export type Captured = { query: Record<string, string>; body: unknown } | { refused: string };

/** Runs `docker run ARGS` for every command line, in order. */
export async function captureCreates(
  lines: readonly (readonly string[])[],
  options: { cwd: string; env: Record<string, string> },
): Promise<Captured[]> {
  const directory = await Deno.makeTempDir({ prefix: "dk-capture-" });
  const path = `${directory}/engine.sock`;
  let caught: Captured | undefined;
  const server = Deno.serve({ path, onListen() {} }, async (request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/_ping")) {
      return new Response("OK", { headers: { "Api-Version": "1.51", Ostype: "linux" } });
    }
    if (url.pathname.endsWith("/containers/create")) {
      caught = { query: Object.fromEntries(url.searchParams), body: await request.json() };
    }
    return Response.json({ message: "captured" }, { status: 500 });
  });
  try {
    const results: Captured[] = [];
    for (const args of lines) {
      caught = undefined;
      const command = new Deno.Command("docker", {
        args: ["--config", directory, "-H", `unix://${path}`, "run", ...args],
        cwd: options.cwd,
        env: options.env,
        clearEnv: true,
        stdin: "null",
      });
      const { stderr } = await command.output();
      results.push(caught ?? { refused: new TextDecoder().decode(stderr).split("\n")[0] });
    }
    return results;
  } finally {
    await server.shutdown();
    await Deno.remove(directory, { recursive: true });
  }
}
