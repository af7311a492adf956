/**
 * `deno task test [FLAG...] [FILE...]`: the tests that need no engine, or those of the files named.
 *
 * A start of the runtime for each of the files takes four times what the tests in them take, so that
 * they share a few: a group of files is imported by a file that is made for it.
 */
import { pathToFileURL } from "node:url";
import { exists } from "../src/lib/exists.ts";
import { join, resolve } from "../src/lib/path.ts";
import { trackedFiles } from "./tracked_files.ts";

const groups = 2 * navigator.hardwareConcurrency;
const common = ["test", "-A", "--no-check", "--parallel", "--ignore=**/*_engine_test.ts"];

async function denoTest(args: readonly string[]): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), { args: [...common, ...args] });
  return (await command.spawn().status).code;
}

/** Imports of every so many files, and so neighbours, which are much alike, in different groups. */
function grouped(files: readonly string[]): string[] {
  const texts = new Array<string>(Math.min(groups, files.length)).fill("");
  for (const [index, file] of files.entries()) {
    texts[index % texts.length] += `import ${JSON.stringify(pathToFileURL(file).href)};\n`;
  }
  return texts;
}

// What is no file may be a flag's value.
const named = await Promise.all(Deno.args.map((arg) => /\.ts$/.test(arg) || exists(arg)));
if (named.includes(true)) Deno.exit(await denoTest(Deno.args));

const tracked = await trackedFiles();
const files = tracked.filter((path) => /_test\.ts$/.test(path) && !/_engine_test\.ts$/.test(path));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {}); // The tests end of it too, and then this.
}
const folder = await Deno.makeTempDir({ prefix: "dk-tests-" });
try {
  for (const [index, text] of grouped(files.map((path) => resolve(Deno.cwd(), path))).entries()) {
    await Deno.writeTextFile(join(folder, `group_${index + 1}_test.ts`), text);
  }
  Deno.exitCode = await denoTest([...Deno.args, folder]);
} finally {
  await Deno.remove(folder, { recursive: true });
}
