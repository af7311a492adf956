import assert from "node:assert/strict";
import { encodeRequest, parseState, ReplyParser, type ShellReply } from "./shell_protocol.ts";

const stream = new TextEncoder().encode("n1\x000\0/tmp/ü\0\0n2\x007\0\0n3\x000\0a\nb\0c\0\0");
const replies = [
  { nonce: "n1", exit: 0, fields: ["/tmp/ü"] },
  { nonce: "n2", exit: 7, fields: [] },
  { nonce: "n3", exit: 0, fields: ["a\nb", "c"] },
];

for (let size = 1; size <= stream.length; size++) {
  Deno.test(`ReplyParser reads replies in chunks of ${size}`, () => {
    const parser = new ReplyParser();
    const got: ShellReply[] = [];
    const reused = new Uint8Array(size);
    for (let at = 0; at < stream.length; at += size) {
      const chunk = stream.subarray(at, at + size);
      reused.set(chunk);
      got.push(...parser.push(reused.subarray(0, chunk.length)));
    }
    assert.deepEqual(got, replies);
  });
}

Deno.test("encodeRequest() ends the text with a newline and the nonce", () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.equal(text(encodeRequest("run", "n", "ls")), "run n\nls\nn\n");
  assert.equal(text(encodeRequest("run", "n", "ls\n")), "run n\nls\nn\n");
  assert.equal(text(encodeRequest("list", "n")), "list n\nn\n");
});

Deno.test("parseState() leaves the driver's own variables out, and exported ones among the others", () => {
  const own = ["=hB extglob:globstar", "=f () \n{ \n    a\n}", "=A='b=c'\nX='1 2'\n__dk_nl='\n'"];
  const state = parseState(["/tmp", "0022\n", ...own, "A=b=c", "__dk_text=x", "EMPTY=", "=bad"]);
  assert.deepEqual(state, {
    directory: "/tmp",
    umask: "0022",
    env: { A: "b=c", EMPTY: "" },
    variables: { X: "'1 2'" },
    functions: { f: "f () \n{ \n    a\n}" },
    options: ["h", "B", "extglob", "globstar"],
  });
});

Deno.test("parseState() takes the prompt of an interactive shell", () => {
  const fields = (
    options: string,
  ) => ["/", "022\n", `=${options}`, "=", "=A=1\nPS1='\\w '\"'\"'$ '\n"];
  assert.equal(parseState(fields("im ")).prompt, "'\\w '\"'\"'$ '");
  assert.equal(parseState(fields("hB extglob")).prompt, undefined);
});
