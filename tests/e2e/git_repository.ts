import { outputOf } from "./program.ts";

const author = { NAME: "Test", EMAIL: "test@example.org", DATE: "2001-02-03T04:05:06Z" };
const identity = Object.fromEntries(
  Object.entries(author).flatMap(([name, value]) => [
    [`GIT_AUTHOR_${name}`, value],
    [`GIT_COMMITTER_${name}`, value],
  ]),
);

/** A repository to build from: a working tree, and a bare one that it is pushed to. */
export class Repository implements AsyncDisposable {
  private constructor(readonly directory: string) {}

  static async create(): Promise<Repository> {
    const made = new Repository(await Deno.makeTempDir({ prefix: "dkt-git-" }));
    await outputOf("git", ["init", "-q", "--bare", "-b", "main", made.bare]);
    await outputOf("git", ["init", "-q", "-b", "main", `${made.directory}/work`]);
    return made;
  }

  /** Path of the bare repository. */
  get bare(): string {
    return `${this.directory}/bare.git`;
  }

  /** Runs git in the working tree. */
  async git(...args: string[]): Promise<string> {
    const local = ["-c", "protocol.file.allow=always", "-c", "commit.gpgSign=false"];
    const cwd = `${this.directory}/work`;
    return (await outputOf("git", [...local, ...args], { cwd, env: identity })).trim();
  }

  /** Commits these files and pushes them to `ref`; resolves with the commit's id. */
  async push(ref: string, files: Record<string, string>): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = `${this.directory}/work/${path}`;
      await Deno.mkdir(file.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(file, content);
    }
    await this.git("add", ".");
    await this.git("commit", "-q", "-m", ref);
    await this.git("push", "-q", this.bare, `HEAD:${ref}`);
    await outputOf("git", ["-C", this.bare, "update-server-info"]);
    return await this.git("rev-parse", "HEAD");
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.directory, { recursive: true });
  }
}

/** What a server of files wants to know of the caller: `Basic …`. */
export interface FileServerOptions {
  authorization?: string;
}

/** Serves the files of a directory on loopback, as a web server without a program for git does. */
export function serveFiles(
  directory: string,
  { authorization }: FileServerOptions = {},
): { address: string } & AsyncDisposable {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    if (authorization && request.headers.get("authorization") !== authorization) {
      return new Response("", { status: 401, headers: { "www-authenticate": "Basic realm=x" } });
    }
    try {
      const file = await Deno.open(`${directory}${new URL(request.url).pathname}`);
      return new Response(file.readable);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return new Response("", { status: 404 });
      throw error;
    }
  });
  return {
    address: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
