import assert from "node:assert/strict";
import { compareTrees } from "./compare_trees.ts";
import { NoiseList } from "./noise.ts";
import { type NodeWish, treeOf } from "./tree_fixture.ts";

const link = (target: string) => ({ type: "symlink", target, digest: undefined } as const);
const device = (target: string) => ({ type: "character", target, digest: undefined } as const);

const differences: [name: string, session: NodeWish, image: NodeWish, aspects: string[]][] = [
  ["nothing", "a", "a", []],
  ["content", "a", "b", ["content"]],
  ["a mode", { mode: 0o644 }, { mode: 0o4755 }, ["mode"]],
  ["an owner", { owner: "0:0" }, { owner: "0:1000" }, ["owner"]],
  ["a type", "a", link("b"), ["type"]],
  ["a link's target", link("a"), link("b"), ["link"]],
  ["a link's mode", { ...link("a"), mode: 0o777 }, { ...link("a"), mode: 0o755 }, []],
  ["a device's number", device("1:3"), device("1:5"), ["device"]],
  ["a capability", "a", { attributes: "security.capability=01" }, ["capabilities", "content"]],
  ["all at once", { mode: 0o600 }, { mode: 0o644, owner: "1:1", digest: "x" }, [
    "mode",
    "owner",
    "content",
  ]],
];

for (const [name, session, image, aspects] of differences) {
  Deno.test(`compareTrees() sees ${name} that differs`, () => {
    const result = compareTrees(
      treeOf({ "/opt/x": session }),
      treeOf({ "/opt/x": image }),
      new NoiseList(),
    );
    assert.deepEqual(result.findings.map(({ aspect }) => aspect), aspects);
    assert.equal(result.compared, 1);
  });
}

Deno.test("compareTrees() tells what only one side has, in the order of the paths", () => {
  const session = treeOf({ "/opt/": {}, "/opt/b": "b" });
  const image = treeOf({ "/opt/": {}, "/opt/c": "c", "/opt/a/": {} });
  assert.deepEqual(compareTrees(session, image, new NoiseList()).findings, [
    { path: "/opt/a", aspect: "added", session: null, image: "directory" },
    { path: "/opt/b", aspect: "missing", session: "file", image: null },
    { path: "/opt/c", aspect: "added", session: null, image: "file" },
  ]);
});

type Sides = [session: Record<string, NodeWish>, image: Record<string, NodeWish>];

const noise: [name: string, Sides, aspects: string[], counted: Record<string, number>][] = [
  ["all of a path", [{ "/tmp/x": "a" }, {}], [], { temporary: 1 }],
  ["nothing of the folder itself", [{ "/tmp/": { mode: 0o777 } }, { "/tmp/": {} }], ["mode"], {}],
  ["files and not folders", [{ "/var/log/a": "1" }, { "/var/log/b/": {} }], ["added"], { logs: 1 }],
  ["content and not modes", [{ "/etc/machine-id": "a" }, { "/etc/machine-id": { mode: 0 } }], [
    "mode",
  ], { "machine-id": 1 }],
  [
    "what the image alone has",
    [{ "/root/.m2/repository/": {}, "/root/.m2/repository/a": "1" }, {
      "/root/.m2/repository/": {},
      "/root/.m2/repository/b": "2",
    }],
    ["missing"],
    { downloads: 1 },
  ],
  ["content, but a file must be there", [{ "/etc/machine-id": "a" }, {}], ["missing"], {}],
  [
    "folders that were made for nothing else",
    [{ "/root/.local/": {}, "/root/.local/share/": {}, "/root/.local/share/nano/": {} }, {}],
    [],
    { histories: 1 },
  ],
  [
    "no folder with something else in it",
    [{ "/opt/.a/": {}, "/opt/.a/.x.swp": "", "/opt/.a/b/": {} }, {}],
    ["missing", "missing"],
    { histories: 1 },
  ],
  [
    "bytecode of the same source",
    [
      { "/a.py": "x", "/__pycache__/": {}, "/__pycache__/a.cpython-311.pyc": "1" },
      { "/a.py": "x" },
    ],
    [],
    { "python-bytecode": 2 },
  ],
  [
    "no bytecode of another source",
    [
      { "/a.py": "x", "/__pycache__/a.cpython-311.pyc": "1" },
      { "/a.py": "y", "/__pycache__/a.cpython-311.pyc": "2" },
    ],
    ["content", "content"],
    {},
  ],
];

for (const [name, [session, image], aspects, counted] of noise) {
  Deno.test(`the noise list leaves out ${name}`, () => {
    const result = compareTrees(treeOf(session), treeOf(image), new NoiseList());
    assert.deepEqual(result.findings.map(({ aspect }) => aspect), aspects);
    assert.deepEqual(result.noise, counted);
  });
}
