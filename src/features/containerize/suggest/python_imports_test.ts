import assert from "node:assert/strict";
import { pythonImports } from "./python_imports.ts";
import { packageOfModule } from "./python_modules.ts";

/** Modules with their lines; `?` behind those that the program does without. */
const cases: [name: string, source: string, ...found: string[]][] = [
  [
    "plain forms",
    "import a, b.c as d\nfrom e.f import (g,\n  h)\nimport i; import j\n",
    "a 1",
    "b.c 1",
    "e.f 2",
    "i 4",
    "j 4",
  ],
  ["relative imports", "from . import a\nfrom .b import c\nfrom ..d import e\n"],
  ["Windows line ends", "import a\r\nimport b\r\n", "a 1", "b 2"],
  [
    "texts and comments",
    '"""\nimport a\n"""\n# import b\ns = "import c"\nx = \'\'\'\nimport d\'\'\'\nimport e\n',
    "e 8",
  ],
  ["a quote in a comment", "# don't\nimport a\n", "a 2"],
  ["an import in a function", "def f():\n    import a\n", "a 2"],
  ["words that only look like it", "important = 1\nfrom_ = 2\nfromage = 3\n"],
  [
    "a namespace",
    "from google.cloud import storage\nimport google.auth\n",
    "google.cloud.storage 1",
    "google.auth 2",
  ],
  ["something to do without", "try:\n    import a\nexcept ImportError:\n    a = None\n", "a 2?"],
  [
    "a second choice of Python's own",
    "try:\n    import a\nexcept ImportError:\n    import json as a\n",
    "a 2?",
    "json 4?",
  ],
  [
    "a second choice of others",
    "try:\n    import a\nexcept ImportError:\n    import b as a\n",
    "a 2",
    "b 4?",
  ],
  ["a try that gives up", "try:\n    import a\nexcept ImportError:\n    sys.exit('no a')\n", "a 2"],
  ["a try for something else", "try:\n    import a\nexcept ValueError:\n    pass\n", "a 2"],
  [
    "another system",
    "if sys.platform == 'win32':\n    import a\nelse:\n    import b\n",
    "a 2?",
    "b 4",
  ],
  ["types only", "if TYPE_CHECKING:\n    from a import b\n", "a 2?"],
  ["what is cut off", 'import a\nx = """abc', "a 1"],
];

for (const [name, source, ...expected] of cases) {
  Deno.test(`pythonImports() reads ${name}`, () => {
    const found = pythonImports(source);
    assert.deepEqual(
      found.map(({ module, line, isOptional }) => `${module} ${line}${isOptional ? "?" : ""}`),
      expected,
    );
  });
}

Deno.test("packageOfModule() knows packages of other names, and Python's own modules", () => {
  const packages: [module: string, packageName: string | undefined][] = [
    ["yaml", "PyYAML"],
    ["cv2", "opencv-python-headless"],
    ["sklearn.svm", "scikit-learn"],
    ["PIL.Image", "Pillow"],
    ["bs4", "beautifulsoup4"],
    ["google.cloud.storage.blob", "google-cloud-storage"],
    ["google.cloud.vision", "google-cloud-vision"],
    ["google.colab", undefined],
    ["os.path", undefined],
    ["cPickle", undefined],
    ["_socket", undefined],
    ["numpy", "numpy"],
    ["constructor", "constructor"],
  ];
  for (const [module, name] of packages) assert.equal(packageOfModule(module), name, module);
});
