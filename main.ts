import { denoContext } from "./src/cli/deno_context.ts";
import { runApp } from "./src/commands/app.ts";

// Not awaited: what is loaded while the entry still waits could import nothing of the entry's file,
// which in the executable holds all that the start needs. Hence also what awaiting would tell.
runApp(Deno.args, denoContext).then(Deno.exit);
addEventListener("beforeunload", () => {
  throw new Error("dk has nothing left to wait for, and its work is not done");
});
