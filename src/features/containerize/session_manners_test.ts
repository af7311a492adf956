import assert from "node:assert/strict";
import { sessionManners, withManners } from "./session_manners.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

Deno.test("withManners() are the manners where nothing else is lent", () => {
  assert.deepEqual(withManners(undefined), sessionManners);
});

Deno.test("withManners() keeps what is lent, and its settings for apt", () => {
  const { files, variables } = withManners({
    files: [
      { name: "apt.conf", content: bytes('Acquire::https::CAInfo "/x";\n') },
      { name: "ca.pem", content: bytes("PEM") },
    ],
    variables: { APT_CONFIG: "/dev/dk/apt.conf", SSL_CERT_FILE: "/dev/dk/ca.pem" },
  });
  assert.deepEqual(files.map(({ name }) => name), ["ca.pem", "apt.conf"]);
  assert.match(text(files[1].content), /^Acquire::[^]*\nAPT::.* "false";\n/);
  assert.equal(variables.SSL_CERT_FILE, "/dev/dk/ca.pem");
  assert.equal(variables.APT_CONFIG, "/dev/dk/apt.conf");
  assert.equal(variables.PIP_NO_CACHE_DIR, "1");
});
