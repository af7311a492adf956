import assert from "node:assert/strict";
import { contentParts, sourcesOf } from "./content_parts.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const cases: [part: string, one: string, other: string, equal: boolean][] = [
  ["apk-pin", "curl\ngreet\n", "curl\ngreet=1.1-r2\n", true],
  ["apk-pin", "curl\ngreet\n", "greet=1.1-r2\n", false],
  ["apk-pin", "greet=1.0-r0@edge\n", "greet@edge\n", true],
  ["apk-pin", "greet>1\n", "greet\n", false],
  [
    "composer-suffix",
    `return ComposerAutoloaderInit${"a1".repeat(16)}::getLoader();`,
    `return ComposerAutoloaderInit${"b2".repeat(16)}::getLoader();`,
    true,
  ],
  ["composer-suffix", "return 1;", "return 2;", false],
  ["password-day", "ann:!:20778:0:99999:7:::\n", "ann:!:20779:0:99999:7:::\n", true],
  ["password-day", "ann:!:20778:0:99999:7:::\n", "ann:*:20778:0:99999:7:::\n", false],
  ["password-day", "ann:!:20778:0:99999:7:::\n", "ann:!:20778:0:90:7:::\n", false],
  [
    "profile-stamp",
    "a=1\n\n# Created by `pipx` on 2026-11-29 08:38:36\nb=2\n",
    "a=1\n\n# Created by `pipx` on 2026-11-29 08:40:58\nb=2\n",
    true,
  ],
  ["profile-stamp", "# Created by hand\n", "# Created by hand twice\n", false],
  ["python-record", "b.py,sha256=x,1\na.py,,\n", "a.py,,\nb.py,sha256=x,1\n", true],
  ["python-record", "a.py,,\n__pycache__/a.cpython-311.pyc,,\n", "a.py,,\n", true],
  [
    "python-record",
    "a-1.dist-info/uv_cache.json,sha256=x,1\n",
    "a-1.dist-info/uv_cache.json,sha256=y,1\n",
    true,
  ],
  ["python-record", "a.py,sha256=x,1\n", "a.py,sha256=y,1\n", false],
  ["r-stamp", "Version: 1\nBuilt: R 4; 2026-01-01\n", "Version: 1\nBuilt: R 4; 2026-01-02\n", true],
  [
    "r-stamp",
    "Version: 1\nBuilt: R 4; 2026-01-01\n",
    "Version: 2\nBuilt: R 4; 2026-01-01\n",
    false,
  ],
];

for (const [part, one, other, equal] of cases) {
  Deno.test(`${part} finds ${JSON.stringify(one)} ${equal ? "equal to" : "other than"} ${JSON.stringify(other)}`, () => {
    const of = (text: string) => new TextDecoder().decode(contentParts[part](bytes(text)));
    assert.equal(of(one) === of(other), equal);
  });
}

Deno.test("python-source leads from bytecode to its module", () => {
  const source = sourcesOf["python-source"];
  assert.deepEqual(source("/a/__pycache__/b.cpython-311.opt-1.pyc"), ["/a/b.py"]);
  assert.deepEqual(source("/__pycache__/b.cpython-311.pyc"), ["/b.py"]);
  assert.deepEqual(source("/a/__pycache__/notes.txt"), []);
  assert.deepEqual(source("/a/__pycache__"), []);
});
