import assert from "node:assert/strict";
import { contentParts, sourcesOf } from "./content_parts.ts";
import { NoiseList, noiseRules } from "./noise.ts";

Deno.test("every rule of the noise list can be carried out, and says why it is there", () => {
  assert.equal(new Set(noiseRules.map(({ id }) => id)).size, noiseRules.length);
  for (const { id, paths, ignores, part, from, why } of noiseRules) {
    assert.ok(["all", "files", "content", "part", "derived", "added"].includes(ignores), id);
    assert.equal(part !== undefined && part in contentParts, ignores === "part", id);
    assert.equal(from !== undefined && from in sourcesOf, ignores === "derived", id);
    assert.ok(paths.length > 0 && paths.every((path) => path.startsWith("/")), id);
    assert.match(why, /^[A-Z].{20,}[^.]$/, id);
  }
});

const rules: [path: string, id: string | undefined][] = [
  ["/etc/shadow", "password-day"],
  ["/etc/apk/world", "apk-pins"],
  ["/opt/conda/envs/work/conda-meta/created_at", "package-databases"],
  ["/etc/passwd", undefined],
  ["/etc/passwd-", "old-copies"],
  ["/usr/lib/sysimage/rpm/rpmdb.sqlite-shm", "package-scratch"],
  ["/usr/lib/sysimage/rpm/rpmdb.sqlite", "package-databases"],
  ["/root/.rpmdb/rpmdb.sqlite-wal", "package-scratch"],
  ["/root/.local/share/uv/tools/ruff/uv-receipt.toml", "tool-receipts"],
  ["/root/.local/share/uv/tools/ruff/bin/ruff", undefined],
  ["/code/.venv/lib/python3.11/site-packages/a-1.dist-info/uv_cache.json", "tool-receipts"],
  ["/home/a/miniconda3/pkgs/numpy-1/x", "caches"],
  ["/root/.rpmdb/rpmdb.sqlite", "package-databases"],
  ["/root/.local/share/uv/tools/ruff/uv-receipt.toml", "tool-receipts"],
  ["/opt/conda/conda-meta/numpy-1.26.4-py312_0.json", "tool-receipts"],
  ["/opt/conda/conda-meta/history", "package-databases"],
  ["/srv/site/.git/objects/ab/cd", "git-internals"],
  ["/srv/site/.git/refs/heads/main", undefined],
  ["/root/.cache/pip/http/x", "caches"],
  ["/root/.cache/huggingface/hub/models--x/blobs/y", undefined],
  ["/home/app/.cache/ms-playwright/chromium-1/chrome", undefined],
  ["/root/.cache/torchvision.lock", "caches"],
  ["/root/.cpanm/work/1700000000.1/build.log", "caches"],
  ["/usr/local/share/.cache/yarn/v6/x", "caches"],
  ["/root/.local/pipx/logs/cmd_2026-11-29_08.37.55.log", "caches"],
  ["/root/.local/pipx/venvs/x/bin/x", undefined],
  ["/root/.cargo/registry/cache/x/y.crate", "caches"],
  ["/root/.cargo/registry/src/x/y/lib.rs", "downloads"],
  ["/root/.cargo/bin/x", undefined],
  ["/root/.m2/repository/x/1/x-1.jar", "downloads"],
  ["/root/.m2/repository/x/1/_remote.repositories", "download-notes"],
  ["/root/.bashrc", "profile-stamps"],
  ["/code/build/CMakeFiles/CMakeOutput.log", "build-notes"],
  ["/code/target/release/.fingerprint/x-1/dep-bin-x", "build-notes"],
  ["/code/target/release/x", undefined],
  ["/code/build/CMakeFiles/3.25.1/CMakeSystem.cmake", undefined],
  ["/opt/hello-2.10/config.log", "build-notes"],
  ["/opt/hello-2.10/config.status", undefined],
  ["/code/autom4te.cache/requests", "build-notes"],
  ["/usr/local/lib/x86_64-linux-gnu/perl/5.36.0/perllocal.pod", "build-notes"],
  ["/opt/app/.cache/x", undefined],
  ["/usr/local/bin/tool", undefined],
];

for (const [path, id] of rules) {
  Deno.test(`the noise list has ${id ?? "nothing"} for ${path}`, () => {
    assert.equal(new NoiseList().rule(path)?.id, id);
  });
}

Deno.test("a normalizer is had where a part of the content is left out, and only there", () => {
  const list = new NoiseList();
  assert.equal(list.normalizer("/etc/shadow"), contentParts["password-day"]);
  assert.equal(list.normalizer("/root/.cache/uv/x.dist-info/RECORD"), undefined);
  assert.equal(list.normalizer("/etc/passwd"), undefined);
});
