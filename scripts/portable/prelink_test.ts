import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { prelink } from "./prelink.ts";

Deno.test("prelink() leaves no relative relocation to the dynamic linker, and a program that runs", async () => {
  const program = await Deno.readFile(Deno.execPath());
  prelink(program);
  const executable = 2;
  assert.equal(program[16], executable);
  const path = await Deno.makeTempFile({ dir: "/var/tmp" });
  await Deno.writeFile(path, program, { mode: 0o755 });
  const script = "export const [a, b] = [1, 2]; console.log(a + b, [1.5].map(Math.sqrt).length)";
  const { stdout, stderr } = await new Deno.Command(path, { args: ["eval", script] }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  await Deno.remove(path);
  assert.equal(text, "3 1\n");
  const again = program.slice();
  prelink(again);
  assert.ok(Buffer.from(program.buffer).equals(again));
});

Deno.test("prelink() leaves alone what is no such program", () => {
  const script = new TextEncoder().encode("#!/bin/sh\n".padEnd(64, "#"));
  prelink(script);
  assert.ok(new TextDecoder().decode(script).startsWith("#!/bin/sh\n###"));
});
