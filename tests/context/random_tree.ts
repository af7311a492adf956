import type { Random } from "./random.ts";
import { setCapability } from "../../src/lib/capability_fixture.ts";

const capability = Uint8Array.of(1, 0, 0, 2, 10, 32, ...new Uint8Array(14));

/** Few names, so that patterns meet them; odd ones, so that headers are put to the test. */
export const names = [
  "a",
  "b",
  "ab",
  "foo",
  "bar",
  "foo.txt",
  "bar.txt",
  "a.b",
  "node_modules",
  "keep",
  ".git",
  "x y",
  "[z]",
  "a*b",
  "-",
  "!",
  "#c",
  "é",
  "😀",
  "\ue000",
  "\uffee",
  "日本語",
  "n".repeat(99),
  "l".repeat(110),
  "ö".repeat(60),
];

const sizes = [0, 0, 1, 100, 511, 512, 513, 4000, 70_000, 300_000];
const times = [0, 1, 1.5, 1_700_000_000.999, 1_700_000_000.25, -5, -0.5, -86_400.75, 8_589_934_592];
const modes = [0o644, 0o600, 0o755, 0o4755, 0o2750, 0o1777, 0o000, 0o7777];

/** Fills `root` with a Dockerfile and files of every kind that a context can hold. */
export async function makeTree(root: string, random: Random): Promise<void> {
  await Deno.writeTextFile(`${root}/Dockerfile`, "FROM scratch\nCOPY . /\n");
  const files: string[] = [];
  fill(root, random, 0, files);
  for (let i = random.below(3); i > 0; i--) await special(root, random);
}

function fill(directory: string, random: Random, depth: number, files: string[]): void {
  for (let i = random.below(8) + 1; i > 0; i--) {
    const path = `${directory}/${random.pick(names)}`;
    if (exists(path)) continue;
    if (depth < 4 && random.chance(40)) {
      Deno.mkdirSync(path);
      fill(path, random, depth + 1, files);
      Deno.chmodSync(path, random.pick([0o755, 0o700, 0o2775, 0o1777]));
    } else leaf(path, random, files);
    touch(path, random);
  }
}

function leaf(path: string, random: Random, files: string[]): void {
  if (files.length > 0 && random.chance(15)) return Deno.linkSync(random.pick(files), path);
  if (random.chance(15)) {
    const target = random.pick(["a", "../foo", "/etc/passwd", "nowhere/é", "t/".repeat(70), "x/"]);
    Deno.symlinkSync(target, path);
    if (random.chance(30)) files.push(path);
    return;
  }
  const size = random.pick(sizes);
  Deno.writeFileSync(path, new Uint8Array(size).fill(random.below(256)));
  Deno.chmodSync(path, random.pick(modes));
  if (random.chance(5)) setCapability(path, capability);
  files.push(path);
}

/** A FIFO, a device where we may make one, or a socket. */
async function special(root: string, random: Random): Promise<void> {
  const path = `${root}/special${random.below(100)}`;
  if (exists(path)) return;
  if (random.chance(30)) {
    using _ = Deno.listen({ transport: "unix", path });
    return;
  }
  const device = Deno.uid() === 0 && random.chance(50);
  const args = device ? [path, random.pick(["c", "b"]), "300", "70000"] : [path, "p"];
  const { success } = await new Deno.Command("mknod", { args }).output();
  if (!success) throw new Error(`mknod ${args.join(" ")} failed`);
}

function touch(path: string, random: Random): void {
  if (Deno.lstatSync(path).isSymlink || !random.chance(70)) return;
  const time = random.pick(times);
  Deno.utimeSync(path, time, time);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
