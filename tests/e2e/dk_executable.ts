import { dirname, join, resolve } from "../../src/lib/path.ts";

const built = join(dirname(import.meta.filename!), "../../dist/dk");

/** Absolute path of the executable under test: what DK_TEST_DK names, else `dist/dk`. */
export function dkExecutable(): string {
  const path = resolve(Deno.cwd(), Deno.env.get("DK_TEST_DK") || built);
  try {
    if (Deno.statSync(path).isFile) return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new Error(`There is no ${path}; make it with: deno task compile:portable`);
}
