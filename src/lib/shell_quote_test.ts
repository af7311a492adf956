import assert from "node:assert/strict";
import { quote } from "./shell_quote.ts";

Deno.test("quote() makes one word of anything, as a shell reads it", async () => {
  const words = ["", "plain", "it's", "a'b $c", '`x` \\n "y"', "two\nlines", "-n", "''"];
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `printf '%s\\0' ${words.map(quote).join(" ")}`],
  }).output();
  assert.deepEqual(new TextDecoder().decode(stdout).split("\0").slice(0, -1), words);
});
