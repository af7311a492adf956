import { denoContext, grownRuntimeCache } from "./src/cli/deno_context.ts";
import { foldRuntimeCache } from "./src/cli/runtime_cache.ts";
import { runApp } from "./src/commands/app.ts";

async function main(): Promise<void> {
  const exitCode = await runApp(Deno.args, denoContext);
  const cache = grownRuntimeCache();
  if (cache !== undefined) await foldRuntimeCache(cache);
  Deno.exit(exitCode);
}

// Not awaited: what is loaded while the entry still waits could import nothing of the entry's file,
// which in the executable holds all that the start needs. Hence also what awaiting would tell.
main();
addEventListener("beforeunload", () => {
  throw new Error("dk has nothing left to wait for, and its work is not done");
});
