import assert from "node:assert/strict";
import { inspectProject } from "./inspect.ts";
import { sourceOf } from "./source_fixture.ts";
import { suggestTest } from "./suggest_test_command.ts";

const argv = "import sys\nopen(sys.argv[1])\n";

const cases: [name: string, files: Record<string, string>, command?: string, mount?: string][] = [
  [
    "the tutorial's script and its data",
    {
      "ml.py": `#!/usr/bin/env python3\n${argv}`,
      "Meteorite.json": "{}",
      "package-lock.json": "{}",
    },
    "ml.py /data/Meteorite.json",
    ".:/data",
  ],
  [
    "a script without a first line",
    { "main.py": argv, "a b.csv": "" },
    "python3 /code/main.py '/data/a b.csv'",
    ".:/data",
  ],
  [
    "a script without data",
    { "main.py": argv, "requirements.txt": "x" },
    "python3 /code/main.py --help",
  ],
  [
    "a script that reads no arguments",
    { "main.py": "print(1)", "a.csv": "" },
    "python3 /code/main.py",
  ],
  [
    "a service that starts when loaded",
    { "app.py": "app = Flask(__name__)\napp.run()" },
    `python3 -c 'compile(open("/code/app.py").read(), "app.py", "exec")'`,
  ],
  [
    "a service that can be loaded",
    { "web/app.py": "app = Flask(__name__)\nif __name__ == '__main__':\n    app.run()" },
    `python3 -c 'import sys; sys.path.insert(0, "/code/web"); import app'`,
  ],
  [
    "a service of Node.js",
    { "s.js": "require('http').createServer().listen(80)" },
    "node --check /code/s.js",
  ],
  [
    "a package with a program",
    { "pyproject.toml": '[project]\nscripts = {tool = "a:b"}' },
    "tool --help",
  ],
  ["R", { "a.R": "commandArgs()", "x.csv": "1" }, "Rscript /code/a.R /data/x.csv", ".:/data"],
  ["nothing", {}],
];

for (const [name, files, command, mount] of cases) {
  Deno.test(`suggestTest() for ${name}`, async () => {
    const got = suggestTest(await inspectProject(sourceOf(files)), "/code");
    assert.equal(got?.command, command);
    assert.equal(got?.mount, mount);
  });
}
