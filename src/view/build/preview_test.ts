import assert from "node:assert/strict";
import type { BuildPreview } from "../../features/build/preview.ts";
import { buildPreviewText } from "./preview.ts";

const preview: BuildPreview = {
  builder: "classic",
  engine: "unix:///e.sock",
  context: "/app",
  dockerfile: "/app/Dockerfile",
  ignoreFile: null,
  files: 2,
  bytes: 1500,
  tags: ["a:1", "b:2"],
  calls: ["POST /v1.41/build"],
  notices: ["be careful"],
};

Deno.test("buildPreviewText() says everything that would be done", () => {
  assert.equal(
    buildPreviewText(preview),
    `Builder      classic
Engine       unix:///e.sock
Context      /app
Dockerfile   /app/Dockerfile
Ignore file  none
To send      2 files, 1.5kB
Names        a:1, b:2
Calls        POST /v1.41/build
Note: be careful
`,
  );
});

Deno.test("buildPreviewText() does not guess at what is not at hand", () => {
  const text = buildPreviewText({
    ...preview,
    context: "-",
    dockerfile: null,
    files: null,
    bytes: null,
  });
  assert.match(text, /Context {6}standard input\nDockerfile {3}in the context\n/);
  assert.match(text, /To send {6}not known before it is read\n/);
});
