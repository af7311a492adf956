import { denoContext } from "./src/cli/deno_context.ts";
import { runApp } from "./src/commands/app.ts";

Deno.exit(await runApp(Deno.args, denoContext));
