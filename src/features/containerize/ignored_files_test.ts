import assert from "node:assert/strict";
import { parseIgnoreFile } from "../../lib/ignore/file.ts";
import { ignoredFilesWarning } from "./ignored_files.ts";

const files = [{ path: "docker/files/etc/app.conf", mode: 0o644, content: new Uint8Array() }];

const cases: [ignoreFile: string, hasIgnoreFile: boolean, warns: boolean][] = [
  ["docker\n", true, true],
  ["**/*.conf\n", true, true],
  ["docker\n!docker/files\n", true, false],
  ["docs\n", true, false],
  ["docker\n", false, false],
];

for (const [text, hasIgnoreFile, warns] of cases) {
  Deno.test(`ignoredFilesWarning() of ${JSON.stringify(text)}, own file: ${hasIgnoreFile}`, () => {
    const patterns = parseIgnoreFile(new TextEncoder().encode(text), ".dockerignore");
    const warning = ignoredFilesWarning({ files }, { patterns, hasIgnoreFile });
    assert.equal(warning?.includes("!docker/files") ?? false, warns);
  });
}
