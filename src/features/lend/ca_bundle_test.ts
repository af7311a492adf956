import assert from "node:assert/strict";
import { Failure } from "../../lib/failure.ts";
import { readCaBundle } from "./ca_bundle.ts";

const certificate = (name: string) =>
  `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;

/** A directory with two bundles and a file that is none; removed when disposed. */
async function bundles() {
  const directory = await Deno.makeTempDir({ prefix: "dkt-ca-" });
  await Deno.writeTextFile(`${directory}/a.pem`, certificate("A"));
  await Deno.writeTextFile(`${directory}/b.pem`, certificate("B"));
  await Deno.writeTextFile(`${directory}/other`, "no certificate");
  await Deno.symlink("a.pem", `${directory}/same.pem`);
  return {
    directory,
    async [Symbol.asyncDispose]() {
      await Deno.remove(directory, { recursive: true });
    },
  };
}

const found: [what: string, ca: string, env: Record<string, string>, names: string[]][] = [
  ["a file by its path", "b.pem", {}, ["B"]],
  ["the file that SSL_CERT_FILE names", "host", {
    SSL_CERT_FILE: "a.pem",
    CURL_CA_BUNDLE: "b.pem",
  }, ["A"]],
  ["the file that another program's variable names", "host", { PIP_CERT: "b.pem" }, ["B"]],
  ["what Node is given besides", "host", {
    SSL_CERT_FILE: "a.pem",
    NODE_EXTRA_CA_CERTS: "b.pem",
  }, ["A", "B"]],
  ["a file once that two variables name", "host", {
    SSL_CERT_FILE: "a.pem",
    NODE_EXTRA_CA_CERTS: "same.pem",
  }, ["A"]],
];

for (const [what, ca, env, names] of found) {
  Deno.test(`readCaBundle() takes ${what}`, async () => {
    await using files = await bundles();
    const { pem } = await readCaBundle(ca, { env, cwd: files.directory });
    const text = new TextDecoder().decode(pem);
    assert.deepEqual([...text.matchAll(/CATE-----\n([A-Z])\n/g)].map((match) => match[1]), names);
  });
}

const refused: [what: string, ca: string, env: Record<string, string>, message: RegExp][] = [
  ["a file that is not there", "none.pem", {}, /none\.pem that --ca names/],
  ["a file without certificate", "other", {}, /other that --ca names holds no certificate/],
  [
    "a variable that names no file",
    "host",
    { SSL_CERT_FILE: "/no/such" },
    /\/no\/such that SSL_CERT_FILE names/,
  ],
];

for (const [what, ca, env, message] of refused) {
  Deno.test(`readCaBundle() refuses ${what}`, async () => {
    await using files = await bundles();
    await assert.rejects(
      readCaBundle(ca, { env, cwd: files.directory }),
      (error) => error instanceof Failure && error.exitCode === 2 && message.test(error.message),
    );
  });
}
