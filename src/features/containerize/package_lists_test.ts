import assert from "node:assert/strict";
import { includedLists, namedIn } from "./package_lists.ts";

Deno.test("namedIn() finds the lists that a list names", () => {
  const text = `-r base.txt
--requirement=more.txt # for all
-c  ../constraints.txt
-rtight.txt
--constraint limits.in
numpy  # -r no.txt
-e .
--index-url https://pypi.example/simple
`;
  assert.deepEqual(namedIn(text), [
    "base.txt",
    "more.txt",
    "../constraints.txt",
    "tight.txt",
    "limits.in",
  ]);
});

Deno.test("includedLists() follows lists through lists, in the project alone", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const texts = {
      "requirements.txt": "-r deploy/base.txt\nsix\n",
      "deploy/base.txt": "-c ../limits.txt\n-r /etc/passwd\n-r gone.txt\n-r ../requirements.txt\n",
      "limits.txt": "six<2\n",
      "words.txt": "-r limits.txt\n",
    };
    await Deno.mkdir(`${directory}/deploy`);
    for (const [path, text] of Object.entries(texts)) {
      await Deno.writeTextFile(`${directory}/${path}`, text);
    }
    assert.deepEqual(await includedLists(directory, Object.keys(texts)), {
      "requirements.txt": ["deploy/base.txt", "limits.txt"],
      "deploy/base.txt": ["limits.txt", "requirements.txt"],
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
