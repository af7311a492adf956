import assert from "node:assert/strict";
import { dirname } from "../../lib/path.ts";
import { includedLists, namedIn } from "./package_lists.ts";

Deno.test("namedIn() finds the lists that a list names", () => {
  const text = `-r base.txt
--requirement=more.txt # for all
-c  ../constraints.txt
-rtight.txt
--constraint limits.in
numpy  # -r no.txt
-e .
-e ./libs/own[fast]  # ours
--index-url https://pypi.example/simple
--find-links wheels
./wheels/a-1.0-py3-none-any.whl
../shared ; python_version > "3"
b-1.0.tar.gz
c @ https://x/c.whl
`;
  assert.deepEqual(namedIn(text), [
    "base.txt",
    "more.txt",
    "../constraints.txt",
    "tight.txt",
    "limits.in",
    ".",
    "./libs/own",
    "wheels",
    "./wheels/a-1.0-py3-none-any.whl",
    "../shared",
    "b-1.0.tar.gz",
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
      "requirements-own.txt": "-e ./own\n-f https://x/y\n",
      "own/setup.py": "",
      "own/lib/x.py": "",
      "web/package.json": '{"workspaces":["parts/*"],"dependencies":{"own":"file:../own"}}',
      "web/parts/a/package.json": "{}",
      "web/parts/a/index.js": "",
    };
    for (const [path, text] of Object.entries(texts)) {
      await Deno.mkdir(dirname(`${directory}/${path}`), { recursive: true });
      await Deno.writeTextFile(`${directory}/${path}`, text);
    }
    assert.deepEqual(await includedLists(directory, Object.keys(texts)), {
      "requirements.txt": ["deploy/base.txt", "limits.txt"],
      "deploy/base.txt": ["limits.txt", "requirements.txt"],
      "requirements-own.txt": ["own/lib/x.py", "own/setup.py"],
      "web/package.json": ["own/lib/x.py", "own/setup.py", "web/parts/a/package.json"],
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
