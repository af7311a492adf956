/**
 * Opens the context named by the first argument as somebody without rights, where it is root who
 * runs the tests, and prints the names that would be sent, or the refusal behind `refused: `.
 */
import { openContext } from "../../src/features/context/open.ts";
import { contextTar } from "../../src/features/context/tar.ts";
import { Failure } from "../../src/lib/failure.ts";
import { readTar } from "../../src/lib/tar/read.ts";

const NOBODY = 65534;
const [directory] = Deno.args;

const request = { directory, cwd: "/", rules: "classic", now: 0 } as const;

if (Deno.uid() === 0) {
  await openContext(request); // Loads what is loaded late, which may lie where only root may look.
  const library = Deno.dlopen("libc.so.6", { seteuid: { parameters: ["u32"], result: "i32" } });
  if (library.symbols.seteuid(NOBODY) !== 0) throw new Error("seteuid() failed");
}
try {
  const context = await openContext(request);
  for await (const { header } of readTar(contextTar(context))) console.log(header.name);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.log(`refused: ${error.message}`);
}
