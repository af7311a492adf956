import assert from "node:assert/strict";
import { UsageFailure } from "../../lib/failure.ts";
import { withLoan } from "./container_loan.ts";
import { parseCredentialKinds } from "./credential_kinds.ts";
import { openLoan } from "./open_loan.ts";

/** A home directory with `files`; removed when disposed. */
async function homeWith(files: Record<string, string>) {
  const home = await Deno.makeTempDir({ prefix: "dkt-ca-" });
  for (const [path, content] of Object.entries(files)) {
    await Deno.mkdir(`${home}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${home}/${path}`, content);
  }
  return {
    home,
    async [Symbol.asyncDispose]() {
      await Deno.remove(home, { recursive: true });
    },
  };
}

const lent: [
  what: string,
  kind: "pip" | "npm" | "netrc",
  files: Record<string, string>,
  env: Record<string, string>,
  content: string,
][] = [
  [
    "pip's file of today before the older one",
    "pip",
    {
      ".config/pip/pip.conf": "new",
      ".pip/pip.conf": "old",
    },
    {},
    "new",
  ],
  ["pip's older file", "pip", { ".pip/pip.conf": "old" }, {}, "old"],
  ["the file that a variable names", "pip", { own: "mine", ".pip/pip.conf": "old" }, {
    PIP_CONFIG_FILE: "own",
  }, "mine"],
  ["npm's file with the variables of this side", "npm", { ".npmrc": "t=${TOKEN} u=${NO}" }, {
    TOKEN: "s",
  }, "t=s u=${NO}"],
  ["the .netrc", "netrc", { ".netrc": "machine a" }, {}, "machine a"],
];

for (const [what, kind, files, env, content] of lent) {
  Deno.test(`openLoan() lends ${what}`, async () => {
    await using made = await homeWith(files);
    const caller = { env: { HOME: made.home, ...env }, cwd: made.home };
    const loan = await openLoan({ credentials: [kind] }, caller);
    assert.equal(new TextDecoder().decode(loan?.files[0].content), content);
    assert.deepEqual(Object.values(loan!.variables), [`/dev/dk/${loan!.files[0].name}`]);
  });
}

Deno.test("openLoan() names the files that it looked for", async () => {
  const caller = { env: { HOME: "/no/home" }, cwd: "/" };
  await assert.rejects(openLoan({ credentials: ["pip"] }, caller), {
    why: "There is no /no/home/.config/pip/pip.conf and no /no/home/.pip/pip.conf",
  });
});

Deno.test("openLoan() lends nothing for none", async () => {
  assert.equal(await openLoan({ ca: "none" }, { env: {}, cwd: "/" }), undefined);
});

Deno.test("parseCredentialKinds() refuses a program that it does not know", () => {
  assert.deepEqual(parseCredentialKinds("pip,npm", "--credentials"), ["pip", "npm"]);
  assert.throws(() => parseCredentialKinds("pip,gem", "--credentials"), UsageFailure);
  assert.throws(() => parseCredentialKinds("toString", "--credentials"), UsageFailure);
});

Deno.test("withLoan() leaves variables alone that the container sets itself", () => {
  const spec = { Image: "a", Env: ["PIP_CERT=/mine", "A=1"], HostConfig: { AutoRemove: true } };
  const loan = { files: [], variables: { PIP_CERT: "/lent", SSL_CERT_FILE: "/lent" } };
  assert.deepEqual(withLoan(spec, loan), {
    Image: "a",
    Env: ["SSL_CERT_FILE=/lent", "PIP_CERT=/mine", "A=1"],
    HostConfig: {
      AutoRemove: true,
      Mounts: [{ Type: "volume", Target: "/dev/dk", VolumeOptions: { NoCopy: true } }],
    },
  });
});
