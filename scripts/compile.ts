/**
 * `deno task compile`: `dist/dk` by `deno compile`, from the same bundle. It needs the runtime base
 * (`denort` of the same version) that DENORT_BIN names; without one Deno would download it.
 */
import { bundle } from "./bundle.ts";
import { runtimeFlags } from "./portable/start.ts";

const target = "dist/dk";

/** Makes the executable aside and renames it: a dk that is running keeps its old file. */
async function compile(base: string): Promise<boolean> {
  await Deno.mkdir("dist", { recursive: true });
  const folder = await Deno.makeTempDir({ dir: "dist" });
  try {
    const [program] = await bundle({ entry: "main.ts", name: "dk.mjs" });
    await Deno.writeFile(`${folder}/${program.name}`, program.bytes);
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["compile", ...runtimeFlags, "--output", `${folder}/dk`, `${folder}/${program.name}`],
      env: { DENORT_BIN: base, DENO_NO_UPDATE_CHECK: "1" },
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    if (success) await Deno.rename(`${folder}/dk`, target);
    return success;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** @returns what is wrong with DENORT_BIN, if anything */
function complaint(base: string | undefined): string | undefined {
  if (!base) return "DENORT_BIN is not set";
  try {
    if (Deno.statSync(base).isFile) return undefined;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return `DENORT_BIN names no file: ${base}`;
}

const base = Deno.env.get("DENORT_BIN");
const wrong = complaint(base);
if (wrong) {
  console.error(
    `${wrong}; deno compile makes the executable around the denort binary of Deno ` +
      `${Deno.version.deno}, which it must name\nWithout one, run: deno task compile:portable`,
  );
  Deno.exit(1);
}
Deno.exit(await compile(base!) ? 0 : 1);
