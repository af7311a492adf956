import assert from "node:assert/strict";
import { dirname } from "../../lib/path.ts";
import { probableSecret } from "./probable_secrets.ts";

// Put together, so that no scanner takes this file for a key.
const key = ["-----BEGIN", "OPENSSH PRIVATE KEY-----\n"].join(" ");
const google = `{"type": "service_account", "private_key": "${
  ["-----BEGIN", "PRIVATE"].join(" ")
}"}`;
const pair = "aws_secret_access_key = abc";

const cases: [path: string, content: string, line: string | undefined][] = [
  [".env", "A=1", "**/.env"],
  [".env", "# nothing yet\n", undefined],
  ["app/.env.production", "A=1", "**/.env.production"],
  [".env.example", "A=1", undefined],
  [".env.local.example", "A=1", undefined],
  [".env-sample", "A=1", undefined],
  ["conf/prod.env", "DB_PASSWORD=x", "conf/prod.env"],
  ["conf/prod.env", "DB_PASSWORD=$DB_PASSWORD\nLEVEL=info", undefined],
  ["deploy/id_ed25519", key, "**/id_ed25519"],
  ["deploy/github_rsa", key, "**/github_rsa"],
  ["deploy/id_ed25519.pub", "ssh-ed25519 AAAA", undefined],
  ["tests/id_rsa", "no key", undefined],
  ["src/id_map", "code", undefined],
  ["tls/server.pem", key, "tls/server.pem"],
  ["tls/both.crt", `-----BEGIN CERTIFICATE-----\n${key}`, "tls/both.crt"],
  ["tls/ca.pem", "-----BEGIN CERTIFICATE-----", undefined],
  ["deploy_key", key, "deploy_key"],
  ["a[1].pem", key, "a\\[1\\].pem"],
  ["!a.key", key, "\\!a.key"],
  ["#a.key", key, "/#a.key"],
  ["truststore.jks", "x", undefined],
  [".aws/credentials", pair, "**/.aws"],
  [".aws/credentials", "[default]", undefined],
  [
    ".aws/credentials",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    undefined,
  ],
  ["sa.json", google, "sa.json"],
  ["sa.json", '{"type": "service_account", "private_key": "x"}', undefined],
  ["package.json", '{"private": true}', undefined],
  [".docker/config.json", '{"auths": {"r": {"auth": "bWU6cHc="}}}', ".docker/config.json"],
  [".docker/config.json", '{"auths": {"r": {}}, "credsStore": "x"}', undefined],
  [".npmrc", "//host/:_authToken=x", ".npmrc"],
  [".npmrc", "//host/:_authToken=${TOKEN}", undefined],
  [".npmrc", "fund=false", undefined],
  [".pypirc", "[pypi]\npassword: pypi-x", "**/.pypirc"],
  [".pypirc", "[pypi]\nrepository: https://host/", undefined],
  [".netrc", "machine h login me password x", "**/.netrc"],
  ["pip.conf", "index-url = https://me:pw@host/simple", "pip.conf"],
  ["pip.conf", "index-url = https://${ME}:${PW}@host/simple", undefined],
  [".git/config", "url = https://user:token@host/x.git", "**/.git"],
  [".git/config", `url = https://${"a1".repeat(20)}@host/x.git`, "**/.git"],
  [".git/modules/lib/config", "url = https://user:token@host/x.git", "**/.git"],
  [".git/config", "url = git@host:x.git", undefined],
  [".git/config", "url = ssh://git@host/x.git", undefined],
  [".git/config", "url = https://me@host/x.git", undefined],
  [".kube/config", "users:\n- user:\n    client-key-data: QUJD", ".kube/config"],
  ["kubeconfig.yaml", "    token: abc", "kubeconfig.yaml"],
  [".kube/config", "    exec: {command: login}", undefined],
  ["terraform.tfstate", "{}", "terraform.tfstate"],
  ["terraform.tfstate.backup", "{}", "terraform.tfstate.backup"],
  ["secrets.yaml", "password: ENC[AES256,data:x]", undefined],
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
