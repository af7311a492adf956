import assert from "node:assert/strict";
import { dirname } from "../../lib/path.ts";
import { probableSecret } from "./probable_secrets.ts";

// Put together, so that no scanner takes this file for a key.
const key = ["-----BEGIN", "OPENSSH PRIVATE KEY-----\n"].join(" ");

const cases: [path: string, content: string, line: string | undefined][] = [
  [".env", "A=1", "**/.env*"],
  ["app/.env.production", "A=1", "**/.env*"],
  [".env.example", "A=", undefined],
  ["deploy/id_ed25519", key, "**/id_*"],
  ["deploy/id_ed25519.pub", "ssh-ed25519 AAAA", undefined],
  ["tls/server.pem", key, "tls/server.pem"],
  ["tls/ca.pem", "-----BEGIN CERTIFICATE-----", undefined],
  [".aws/credentials", "[default]", "**/.aws"],
  ["sa.json", '{"type": "service_account", "private_key": "x"}', "sa.json"],
  ["package.json", '{"private": true}', undefined],
  [".npmrc", "//host/:_authToken=x", ".npmrc"],
  [".npmrc", "fund=false", undefined],
  [".git/config", "url = https://user:token@host/x.git", "**/.git"],
  [".git/config", "url = git@host:x.git", undefined],
  ["terraform.tfstate", "{}", "terraform.tfstate"],
];

for (const [path, content, line] of cases) {
  Deno.test(`${path} with ${JSON.stringify(content.slice(0, 20))} ${line ? "is" : "is no"} secret`, async () => {
    const root = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${root}/${dirname(path)}`, { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, content);
      const entry = { name: path, type: "file", mode: 0o644, size: content.length } as const;
      const found = probableSecret(root, { ...entry, mtime: 0, mtimeMs: 0 });
      assert.equal(found?.line, line);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  });
}
