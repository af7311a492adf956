import { dirname, join } from "../../src/lib/path.ts";

/** Where tests/engines/fetch unpacks sid's. */
const fetched = join(
  dirname(import.meta.filename!),
  "../../.cache/engines/sid/usr/libexec/docker/cli-plugins/docker-buildx",
);

/**
 * Absolute path of the buildx that is believed: what DK_TEST_BUILDX names, else Debian sid's. It is
 * a docker plugin that also runs by itself, which saves the time of docker's own start.
 */
export function buildxExecutable(): string {
  const path = Deno.env.get("DK_TEST_BUILDX") || fetched;
  try {
    if (Deno.statSync(path).isFile) return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new Error(`There is no ${path}; get it with: tests/engines/fetch sid`);
}
