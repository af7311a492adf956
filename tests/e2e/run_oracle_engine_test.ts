/**
 * Holds the golden table of `dk run` against docker's own client. `DK_UPDATE_GOLDEN=1` writes the
 * table anew from what that client sends.
 */
import assert from "node:assert/strict";
import { essence } from "../../src/features/run/essence.ts";
import { captureCreates } from "./docker_capture.ts";

interface GoldenLine {
  args: string[];
  query?: Record<string, string>;
  body?: unknown;
  refused?: true;
}

const golden = new URL("../../src/commands/run_golden.json", import.meta.url);
const caller = { HOME: "/home/me", PATH: Deno.env.get("PATH")! };

Deno.test("docker's client sends what the golden table says", async () => {
  const table: GoldenLine[] = JSON.parse(await Deno.readTextFile(golden));
  const root = await Deno.makeTempDir();
  const cwd = `${root}/dir`;
  await Deno.mkdir(cwd);
  try {
    const captured = await captureCreates(table.map(({ args }) => args), { cwd, env: caller });
    const seen = captured.map((result, index): GoldenLine => {
      const { args } = table[index];
      if ("refused" in result) return { args, refused: true };
      const text = JSON.stringify(essence(result.body)).replaceAll(`${root}/dir`, "/srv/data")
        .replaceAll(root, "/srv");
      return { args, query: result.query, body: JSON.parse(text) };
    });
    if (Deno.env.get("DK_UPDATE_GOLDEN")) await writeTable(seen);
    else assert.deepEqual(seen, table);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

async function writeTable(lines: GoldenLine[]): Promise<void> {
  const rows = lines.map((line) => `  ${JSON.stringify(line)}`);
  await Deno.writeTextFile(golden, `[\n${rows.join(",\n")}\n]\n`);
}
