import assert from "node:assert/strict";
import { formatSessionFile, parseSessionFile } from "../features/containerize/session_file.ts";
import { sessionPage } from "./help_session.ts";

const [example] = /^\{\n[^]*?^\}\n/m.exec(sessionPage)!;

Deno.test("dk help session shows a session file that can be read", () => {
  const session = parseSessionFile(example, "example");
  assert.deepEqual(parseSessionFile(formatSessionFile(session), "written"), session);
});

Deno.test("dk help session explains every field, and its example has them all", () => {
  const session = JSON.parse(example);
  const names = new Set([
    ...Object.keys(session),
    ...session.steps.flatMap((step: Record<string, unknown>) => Object.keys(step)),
  ]);
  const explained = [...sessionPage.matchAll(/^ {2,4}([a-z]\w+) {2,}\S/gm)].map(([, name]) => name);
  assert.deepEqual([...names].sort(), explained.sort());
});
