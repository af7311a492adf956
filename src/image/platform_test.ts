import assert from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import { formatPlatform, parsePlatform } from "./platform.ts";

const host = { os: "linux", architecture: "amd64" };

Deno.test("parsePlatform() reads every spelling into one", () => {
  const cases: [text: string, expected: string][] = [
    ["linux/amd64", "linux/amd64"],
    ["linux/x86_64", "linux/amd64"],
    ["Linux/X86-64", "linux/amd64"],
    ["linux/amd64/v1", "linux/amd64"],
    ["linux/amd64/v3", "linux/amd64/v3"],
    ["linux/arm64/v8", "linux/arm64"],
    ["linux/arm64/8", "linux/arm64"],
    ["linux/aarch64", "linux/arm64"],
    ["linux/arm64/v9", "linux/arm64/v9"],
    ["linux/arm", "linux/arm/v7"],
    ["linux/arm/6", "linux/arm/v6"],
    ["linux/armhf", "linux/arm/v7"],
    ["linux/armel", "linux/arm/v6"],
    ["linux/i386", "linux/386"],
    ["linux/ppc64le", "linux/ppc64le"],
    ["macos/arm64", "darwin/arm64"],
    ["arm64", "linux/arm64"],
    ["armhf", "linux/arm/v7"],
    ["windows", "windows/amd64"],
    ["linux", "linux/amd64"],
  ];
  for (const [text, expected] of cases) {
    assert.equal(formatPlatform(parsePlatform(text, host)), expected, text);
  }
});

Deno.test("parsePlatform() rejects empty and superfluous parts", () => {
  for (
    const text of ["", "linux/", "/amd64", "linux//v8", "a/b/c/d", "linux/amd 64", "linux,arm"]
  ) {
    assert.throws(() => parsePlatform(text, host), (error) =>
      error instanceof UsageFailure &&
      error.message === `Malformed platform ${JSON.stringify(text)}`, text);
  }
});
