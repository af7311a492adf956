import { dirname, join, relative } from "../../src/lib/path.ts";

const root = join(dirname(import.meta.filename!), "../..");

/** The path of a file inside the project. */
export function projectPath(filename: string): string {
  return relative(root, filename);
}

/** True for what is in the program that users get: `main.ts` and `src` without its tests. */
export function isShipped(path: string): boolean {
  return (path === "main.ts" || path.startsWith("src/")) && !isTest(path);
}

/** Tests, benchmarks, and the fakes and fixtures that only they use; `test_x.ts` is none of them. */
export function isTest(path: string): boolean {
  return /_(test|bench|fixture)\.ts$|\/fake_[^/]*\.ts$/.test(path);
}
