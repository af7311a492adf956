/**
 * `deno task compile:portable`: `dist/dk`, one executable file made of a shell script
 * (`portable/head.sh`) and a compressed tar that holds the running Deno and the bundle.
 * The same Deno and the same sources give the same bytes.
 */
import { gzipSync } from "node:zlib";
import manifest from "../deno.json" with { type: "json" };
import { bundle, type BundleFile } from "./bundle.ts";
import { compressedRuntime, type Runtime, sha256 } from "./portable/runtime.ts";
import { certificateFiles, hiddenVariables, runtimeFlags } from "./portable/start.ts";
import { endOfTar, markTime, tarFile } from "./portable/tar.ts";

/**
 * Commands with a program of their own beside `dk.mjs`: they answer in milliseconds, a tenth of
 * which it spares them.
 */
const quickCommands = ["exec", "images", "inspect", "logs", "ps", "rm", "run", "stop"];

const target = "dist/dk";

/** Length of the digest that names the cache directory, in hexadecimal digits. */
const keyLength = 32;

const encoder = new TextEncoder();

/** The head's text with every placeholder `@NAME@` filled in. */
function portableHead(template: string, key: string, runtime: Runtime): string {
  const values: Record<string, string> = {
    VERSION: manifest.version,
    KEY: key,
    PROGRAMS: [...programs].map(([name, files]) =>
      `dk_files_${name}='${files.map((file) => file.name).join(" ")}'`
    ).join("\n"),
    QUICK: quickCommands.join(" | "),
    HIDDEN: hiddenVariables.join(" "),
    CERTIFICATES: certificateFiles.join(" "),
    FLAGS: runtimeFlags.join(" "),
    SPACE: String(Math.ceil(runtime.size / 1e6) + 20),
  };
  const head = template.replace(/@(\w+)@/g, (all, name) => values[name] ?? all);
  // As long as the placeholder itself: the head's length does not depend on the number.
  const offset = String(encoder.encode(head).length + 1).padStart("@OFFSET@".length, "0");
  return head.replace("@OFFSET@", offset);
}

/** Replaces `path` at once: a dk that is running keeps its old file. */
async function writeExecutable(path: string, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  await Deno.mkdir("dist", { recursive: true });
  const partial = await Deno.makeTempFile({ dir: "dist" });
  await Deno.writeFile(partial, new Blob(parts).stream());
  await Deno.chmod(partial, 0o755);
  await Deno.rename(partial, path);
}

/** Raised when the head expects another layout of the unpacked folder for the same program. */
const layout = 3;

/** The programs' files, the entry of each first; their endings say that they are modules. */
const programs = new Map<string, BundleFile[]>();
for (const command of [undefined, ...quickCommands]) {
  const program = command ?? "dk";
  const options = { entry: "main.ts", name: `${program}.mjs`, inParts: true, command };
  programs.set(program, await bundle(options));
}
const runtime = await compressedRuntime(".cache/portable");
const parts = [...programs.values()].flat().map(({ name, bytes }) =>
  tarFile(name, bytes, { mode: 0o400 })
);
const key = sha256(`${layout} ${runtime.digest}`, ...parts).slice(0, keyLength);
const marks = ["seal", "mark"].map((name) =>
  tarFile(name, encoder.encode(`${key}\n`), { mode: 0o400, mtime: markTime })
);
const head = portableHead(await Deno.readTextFile("scripts/portable/head.sh"), key, runtime);
await writeExecutable(target, [
  encoder.encode(head),
  runtime.compressed,
  new Uint8Array(gzipSync(await new Blob([...parts, ...marks, endOfTar]).bytes(), { level: 9 })),
]);
const { size } = await Deno.stat(target);
console.error(`${target}: ${size.toLocaleString("en")} bytes, Deno ${Deno.version.deno}`);
