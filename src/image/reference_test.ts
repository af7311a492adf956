import assert from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import {
  familiarName,
  familiarReference,
  formatReference,
  parseImageName,
  parseReference,
  repositoryName,
  tagOrDigest,
  withDefaultTag,
} from "./reference.ts";

const hex = "0123456789abcdef".repeat(4);
const digest = `sha256:${hex}`;

Deno.test("parseReference() fills in the registry and the namespace", () => {
  const cases: [text: string, canonical: string, familiar: string][] = [
    ["debian", "docker.io/library/debian", "debian"],
    ["debian:12", "docker.io/library/debian:12", "debian:12"],
    ["me/app", "docker.io/me/app", "me/app"],
    ["library/debian", "docker.io/library/debian", "debian"],
    ["library/a/b", "docker.io/library/a/b", "library/a/b"],
    ["docker.io/debian", "docker.io/library/debian", "debian"],
    ["index.docker.io/debian:12", "docker.io/library/debian:12", "debian:12"],
    ["docker.io/me/app", "docker.io/me/app", "me/app"],
    ["localhost/app", "localhost/app", "localhost/app"],
    ["localhost:5000/app:1", "localhost:5000/app:1", "localhost:5000/app:1"],
    ["127.0.0.1:5917/eng/a:x.Y-z_", "127.0.0.1:5917/eng/a:x.Y-z_", "127.0.0.1:5917/eng/a:x.Y-z_"],
    ["[2001:db8::1]:5000/app", "[2001:db8::1]:5000/app", "[2001:db8::1]:5000/app"],
    ["[::1]/app", "[::1]/app", "[::1]/app"],
    ["Docker/docker", "Docker/docker", "Docker/docker"],
    ["192.168.0.1", "docker.io/library/192.168.0.1", "192.168.0.1"],
    ["localhost:5000", "docker.io/library/localhost:5000", "localhost:5000"],
    ["a__b/c--d/e.f", "docker.io/a__b/c--d/e.f", "a__b/c--d/e.f"],
    [`a@${digest}`, `docker.io/library/a@${digest}`, `a@${digest}`],
    [`h.io/a:1@${digest}`, `h.io/a:1@${digest}`, `h.io/a:1@${digest}`],
    [`a:${"t".repeat(128)}`, `docker.io/library/a:${"t".repeat(128)}`, `a:${"t".repeat(128)}`],
    [hex.slice(1), `docker.io/library/${hex.slice(1)}`, hex.slice(1)],
    [`h.io/${"a".repeat(255)}`, `h.io/${"a".repeat(255)}`, `h.io/${"a".repeat(255)}`],
    [`me/${hex}`, `docker.io/me/${hex}`, `me/${hex}`],
  ];
  for (const [text, canonical, familiar] of cases) {
    const ref = parseReference(text);
    assert.equal(formatReference(ref), canonical, text);
    assert.equal(familiarReference(ref), familiar, text);
    assert.deepEqual(parseReference(canonical), ref, text);
  }
});

Deno.test("parseReference() rejects what breaks a rule, with the rule", () => {
  const cases: [text: string, why: RegExp][] = [
    ["", /^The name is empty$/],
    [":tag", /^The name is empty$/],
    ["a B", /name "a B" must be lower case/],
    ["a b", /name "a b" must be letters/],
    [hex, /image id/],
    ["docker/Docker", /lower case/],
    ["UPPER", /name "UPPER" must be lower case/],
    ["library/UPPER", /name "library\/UPPER" must be lower case/],
    ["Docker/Docker", /lower case/],
    ["-x", /must be letters/],
    ["x-", /must be letters/],
    ["a..b", /must be letters/],
    ["a___b", /must be letters/],
    ["a//b", /must be letters/],
    ["/a", /must be letters/],
    ["a/", /must be letters/],
    ["a b", /must be letters/],
    ["a/-b", /must be letters/],
    ["https://h.io/a", /host and port/],
    ["-h.io/a", /host and port/],
    ["h..io/a", /host and port/],
    ["h.io:port/a", /host and port/],
    ["h.io:/a", /host and port/],
    ["[::1/a", /host and port/],
    ["a:", /tag/],
    ["a:-x", /tag/],
    ["a:.x", /tag/],
    ["a:x:y", /tag/],
    ["a:x/y", /host and port|tag/],
    [`a:${"t".repeat(129)}`, /tag/],
    ["a:größe", /tag/],
    ["a@", /digest/],
    ["a@sha256:00ff", /digest/],
    [`a@sha256:${hex.toUpperCase()}`, /digest/],
    [`a@sha512:${hex}`, /digest/],
    [`a@md5:${hex}`, /digest/],
    [`a@${digest}:tag`, /digest/],
    [`h.io/${"a".repeat(256)}`, /255/],
    ["a\n", /must be letters/],
    ["a:1\n", /tag/],
  ];
  for (const [text, why] of cases) {
    assert.throws(() => parseReference(text), (error) => {
      assert.ok(error instanceof UsageFailure, text);
      assert.equal(error.message, `Malformed image reference ${JSON.stringify(text)}`);
      assert.match(error.why ?? "", why, text);
      assert.equal(error.exitCode, 2);
      return true;
    });
  }
});

Deno.test("parseImageName() tells ids from references", () => {
  assert.deepEqual(parseImageName(hex), { kind: "id", id: digest });
  assert.deepEqual(parseImageName(digest), { kind: "id", id: digest });
  assert.deepEqual(parseImageName("a"), { kind: "reference", ref: parseReference("a") });
  assert.equal(parseImageName("0123456789ab").kind, "reference");
});

Deno.test("withDefaultTag() adds latest only where nothing decides", () => {
  const cases: [text: string, completed: string, passed: string][] = [
    ["a", "a:latest", "latest"],
    ["a:1", "a:1", "1"],
    [`a@${digest}`, `a@${digest}`, digest],
    [`a:1@${digest}`, `a:1@${digest}`, digest],
  ];
  for (const [text, completed, passed] of cases) {
    assert.equal(familiarReference(withDefaultTag(parseReference(text))), completed);
    assert.equal(tagOrDigest(parseReference(text)), passed);
  }
});

Deno.test("names leave out tag and digest", () => {
  const ref = parseReference(`debian:12@${digest}`);
  assert.equal(repositoryName(ref), "docker.io/library/debian");
  assert.equal(familiarName(ref), "debian");
});
