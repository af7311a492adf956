import { type CommandLine, spreadOf, timeOf } from "./contest.ts";

/** A docker client, and how fast it is at doing nothing. */
export interface DockerClient {
  path: string;
  version: string;
  /** Milliseconds that `docker --version` takes. */
  startup: number;
}

/**
 * The docker client to be measured against: what DK_BENCH_DOCKER names, else of all on the search
 * path the one that starts fastest, for the comparison to be a hard one.
 */
export async function fastestDocker(): Promise<DockerClient> {
  const named = Deno.env.get("DK_BENCH_DOCKER");
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter(Boolean);
  const paths = named ? [named] : folders.map((folder) => `${folder}/docker`).filter(isFile);
  const clients = await Promise.all(
    [...new Set(paths.map((path) => Deno.realPathSync(path)))].map(describe),
  );
  clients.sort((a, b) => a.startup - b.startup);
  if (clients.length === 0) {
    throw new Error("No docker client to compare with; install one or name it in DK_BENCH_DOCKER");
  }
  return clients[0];
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function describe(path: string): Promise<DockerClient> {
  const { stdout } = await new Deno.Command(path, { args: ["--version"] }).output();
  const version = /version ([^\s,]+)/.exec(new TextDecoder().decode(stdout))?.[1];
  if (!version) throw new Error(`${path} --version names no version`);
  const line: CommandLine = { label: "", program: path, args: ["--version"] };
  const times: number[] = [];
  for (let round = 0; round < 7; round++) times.push(await timeOf(line));
  return { path, version, startup: spreadOf(times).median };
}
