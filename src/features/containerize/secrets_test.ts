import assert from "node:assert/strict";
import { concealSecrets, isSecretVariable, refuseTypedSecrets } from "./secrets.ts";

const refused: [command: string, what: RegExp][] = [
  ["pip install git+https://me:hunter2@host/x.git", /a password in an address/],
  ["git clone https://0123456789abcdef0123@host/x.git", /a token in an address/],
  ["curl 'https://host/x?access_token=abcdef123'", /a token in an address/],
  [`echo ghp_${"a".repeat(36)} | login`, /an access token/],
  ["curl -H 'Authorization: Bearer abcdef123' https://x", /a login/],
  ["mysql --password=hunter2 -e quit", /a password/],
  ["TOKEN=abc123 make install", /a password/],
  ["export API_TOKEN=abc123 && make install", /a password/],
  ["cat > k <<E\n-----BEGIN RSA PRIVATE KEY-----\nE", /a private key/],
];

for (const [command, what] of refused) {
  Deno.test(`refuseTypedSecrets() refuses ${what.source}: ${command.slice(0, 30)}`, () => {
    assert.throws(() => refuseTypedSecrets([{ line: 7, command }], "steps.sh"), (error: Error) => {
      assert.match(error.message, what);
      assert.match(error.message, /^Line 7 of steps.sh/);
      assert.doesNotMatch(JSON.stringify(error), /hunter2|abc123|abcdef|aaaa/);
      return true;
    });
  });
}

for (
  const command of [
    "export API_TOKEN=abc123",
    "TOKEN='a b'",
    'pip install "git+https://me:$API_TOKEN@host/x.git"',
    "curl https://host/a@b:c",
    "git clone git@host:x.git",
    "curl https://user@host/x",
    "echo PASSWORD= > x",
    "make token=",
    'mysql --password="$DB_PASSWORD"',
    "export PATH=/opt/token/bin:$PATH",
    "useradd --password-file x",
  ]
) {
  Deno.test(`refuseTypedSecrets() has nothing against ${command}`, () => {
    refuseTypedSecrets([{ line: 1, command }], "steps.sh");
  });
}

const variables: [name: string, value: string, secret: boolean][] = [
  ["DB_PASSWORD", "x", true],
  ["GITHUB_TOKEN", "x", true],
  ["AWS_SECRET_ACCESS_KEY", "x", true],
  ["PIP_INDEX_URL", "https://me:x@host/simple", true],
  ["PIP_INDEX_URL", "https://host/simple", false],
  ["PATH", "/a:/b", false],
  ["TOKENIZERS_PARALLELISM", "false", false],
  ["AUTH", "", false],
  ["TOKEN", "/run/secrets/token", false],
  ["PWD", "/x", false],
];

for (const [name, value, secret] of variables) {
  Deno.test(`isSecretVariable() is ${secret} for ${name}=${value}`, () => {
    assert.equal(isSecretVariable(name, value), secret);
  });
}

Deno.test("concealSecrets() hides values and leaves the rest", () => {
  assert.equal(
    concealSecrets(`export A=1 DB_PASSWORD="a b" TOKEN='x y' X_TOKEN=$TOKEN`),
    "export A=1 DB_PASSWORD=*** TOKEN=*** X_TOKEN=***",
  );
});
