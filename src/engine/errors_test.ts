import assert from "node:assert/strict";
import { EngineError } from "./errors.ts";

const cases: [status: number, request: string, next: RegExp | undefined][] = [
  [404, "GET /containers/web/json", /dk ps -a/],
  [404, "GET /images/a/b/json", /dk images/],
  [404, "POST /containers/create", undefined],
  [404, "GET /volumes/x", undefined],
  [409, "DELETE /containers/web", /--force/],
  [409, "DELETE /images/debian:12", /dk ps -a.*--force/],
  [409, "POST /containers/web/kill", undefined],
  [500, "DELETE /containers/web", undefined],
];

for (const [status, request, next] of cases) {
  Deno.test(`EngineError of ${status} to ${request} ${next ? "tells" : "does not guess"} the way out`, () => {
    const error = new EngineError(status, "the engine's words", request);
    assert.equal(error.message, "the engine's words");
    if (next) assert.match(error.next ?? "", next);
    else assert.equal(error.next, undefined);
  });
}
