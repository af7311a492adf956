import assert from "node:assert/strict";
import { lendToSteps } from "./step_loan.ts";

const loan = {
  files: [{ name: "ca.pem", content: new TextEncoder().encode("certificates") }],
  variables: { PIP_CERT: "/dev/dk/ca.pem", SSL_CERT_FILE: "/dev/dk/ca.pem" },
};
const dockerfile = 'FROM a\nENV PIP_CERT=/mine\nRUN --network=none make\nRUN ["make"]\n';

async function secretTexts(secrets: Map<string, () => Promise<Uint8Array>>) {
  const texts: Record<string, string> = {};
  for (const [id, read] of secrets) texts[id] = new TextDecoder().decode(await read());
  return texts;
}

Deno.test("lendToSteps() has shells read the variables on engines before 28.0", async () => {
  const lent = lendToSteps(dockerfile, loan, "1.41");
  const lines = lent.dockerfile.split("\n");
  assert.match(
    lines[2],
    /^RUN --mount=\S+ --mount=\S+ --mount=\S+ --network=none \. \/dev\/dk\/env; make$/,
  );
  assert.match(lines[3], /^RUN (--mount=\S+ ){3}\["\/bin\/sh","\/dev\/dk\/exec","make"\]$/);
  assert.deepEqual(await secretTexts(lent.secrets), {
    "dk.ca.pem": "certificates",
    "dk.env": "export SSL_CERT_FILE='/dev/dk/ca.pem'\n",
    "dk.exec": "export SSL_CERT_FILE='/dev/dk/ca.pem'\nexec \"$@\"\n",
  });
});

Deno.test("lendToSteps() has the engine set the variables from 28.0 on", async () => {
  const lent = lendToSteps(dockerfile, loan, "1.51");
  const lines = lent.dockerfile.split("\n");
  assert.match(lines[2], /^RUN --mount=\S+ --mount=\S+,env=SSL_CERT_FILE,\S+ --network=none make$/);
  assert.match(lines[3], /^RUN (--mount=\S+ ){2}\["make"\]$/);
  assert.deepEqual(await secretTexts(lent.secrets), {
    "dk.ca.pem": "certificates",
    "dk.SSL_CERT_FILE": "/dev/dk/ca.pem",
  });
});

Deno.test("lendToSteps() asks nothing new of a frontend that the Dockerfile names", () => {
  const named = lendToSteps(`# syntax=docker/dockerfile:1.2\n${dockerfile}`, loan, "1.51");
  assert.match(named.dockerfile, /\. \/dev\/dk\/env; make/);
});

for (const version of ["1.41", "1.51"]) {
  Deno.test(`lendToSteps() conceals all that it adds with API ${version}`, () => {
    const lent = lendToSteps(dockerfile, loan, version);
    assert.equal(lent.conceal(lent.dockerfile), dockerfile);
    assert.equal(
      lent.conceal("[/bin/sh -c . /dev/dk/env; make]"),
      version === "1.41" ? "[/bin/sh -c make]" : "[/bin/sh -c . /dev/dk/env; make]",
    );
  });
}

Deno.test("lendToSteps() refuses what is too large for a secret", () => {
  const files = [{ name: "ca.pem", content: new Uint8Array(4 * 1024 * 1024) }];
  assert.throws(() => lendToSteps("FROM a\nRUN b", { files, variables: {} }, "1.41"), {
    message: "The file lent as ca.pem is too large: 4096 KB",
  });
});
