import type { Random } from "./random.ts";

/** Where what a Dockerfile copies is put. */
const destination = "/copied/";

/**
 * A Dockerfile that copies all of the context at `root`, or some paths in it: by their names, by
 * wildcards, through links, also what is not there.
 */
export function makeDockerfile(root: string, random: Random): string {
  const lines = ["FROM scratch"];
  if (random.chance(50)) return [...lines, "COPY . /", ""].join("\n");
  const paths = [...pathsBelow(root, "")];
  for (let i = random.below(3); i >= 0; i--) {
    const sources = Array.from({ length: random.below(2) + 1 }, () => source(paths, random));
    lines.push(`COPY ${JSON.stringify([...sources, destination])}`);
  }
  return [...lines, ""].join("\n");
}

function* pathsBelow(root: string, directory: string): Generator<string> {
  const children = [...Deno.readDirSync(`${root}/${directory}`)];
  for (const { name, isDirectory } of children.sort((a, b) => a.name < b.name ? -1 : 1)) {
    yield directory + name;
    if (isDirectory) yield* pathsBelow(root, `${directory}${name}/`);
  }
}

function source(paths: readonly string[], random: Random): string {
  const segments = random.pick(paths).split("/");
  if (random.chance(30)) segments[segments.length - 1] = wildcard(segments.at(-1)!, random);
  if (segments.length > 1 && random.chance(10)) segments[0] = wildcard(segments[0], random);
  if (random.chance(5)) segments.push(random.pick(["a", "..", "*"]));
  return random.pick(["", "", "/", "./"]) + segments.join("/") + random.pick(["", "", "/"]);
}

function wildcard(name: string, random: Random): string {
  const [first] = name;
  return random.pick(["*", "?", `${first}*`, "[a-f]*", `*${[...name].at(-1)}`]);
}
