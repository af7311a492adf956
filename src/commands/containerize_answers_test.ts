import assert from "node:assert/strict";
import type { DkContext } from "../cli/context.ts";
import type { Transport } from "../engine/transport.ts";
import { answerQuestions } from "./containerize_answers.ts";

Deno.test("answerQuestions() asks nobody where there is no terminal, and says what to add", async () => {
  const context = {
    stdin: { isTerminal: false },
    stderr: { isTerminal: true },
    signal: new AbortController().signal,
  } as unknown as DkContext;
  const wanted = {
    project: { directory: "/nowhere", entries: [] },
    code: "/code",
    given: { base: "debian:12", dependency: [], install: ["make"], env: [] },
    remembered: undefined,
    yes: false,
    pull: () => Promise.reject(new Error("not to be pulled")),
  };
  await assert.rejects(answerQuestions(context, {} as Transport, wanted), {
    exitCode: 2,
    next:
      "Add --yes to take what dk suggests, or answer with --dependency PACKAGE|COMMAND, --env NAME=VALUE",
  });
});
