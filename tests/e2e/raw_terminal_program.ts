/** Switches its terminal to raw while nothing else goes on, says so, and ends: for tests. */
import { denoContext } from "../../src/cli/deno_context.ts";
import { RawTerminal } from "../../src/cli/terminal.ts";

const { stdin, stderr } = denoContext({ debug: false });
async function main() {
  using terminal = new RawTerminal(stdin);
  await terminal.enter();
  stderr.write("raw now\r\n");
}

// As in main.ts: no top-level await, which would keep the runtime waiting.
main().then(() => Deno.exit(0));
