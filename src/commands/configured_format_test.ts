import assert from "node:assert/strict";
import { configuredFormat } from "./configured_format.ts";

Deno.test("configuredFormat() takes config.json's form where no other is asked for", async () => {
  const config = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${config}/config.json`, '{"psFormat": "{{.Names}}"}');
    const context = { env: {}, global: { debug: false, config } };
    const form = (format: string | undefined, quiet: boolean, field: "psFormat" | "imagesFormat") =>
      configuredFormat(context, { format, quiet }, field);
    assert.equal(await form(undefined, false, "psFormat"), "{{.Names}}");
    assert.equal(await form("", false, "psFormat"), "{{.Names}}");
    assert.equal(await form("json", false, "psFormat"), "json");
    assert.equal(await form(undefined, true, "psFormat"), undefined);
    assert.equal(await form(undefined, false, "imagesFormat"), undefined);
  } finally {
    await Deno.remove(config, { recursive: true });
  }
});
