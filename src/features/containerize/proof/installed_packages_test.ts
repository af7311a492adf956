import assert from "node:assert/strict";
import { comparePackages } from "./compare_packages.ts";
import { installedPackages } from "./installed_packages.ts";
import { type NodeWish, treeOf } from "./tree_fixture.ts";

const status = `Package: jq
Status: install ok installed
Architecture: amd64
Version: 1.6-2.1
Description: lightweight processor
 Version: of the text

Package: gone
Status: deinstall ok config-files
Version: 1

Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9
`;

const apk = `C:Q1x=
P:busybox
V:1.36.1-r2
F:bin
R:busybox
a:0:0:755
F:etc
R:securetty

P:musl
V:1.2.4-r1
`;

const cases: [name: string, tree: Record<string, NodeWish>, packages: string[], files: string[]][] =
  [
    [
      "dpkg's",
      {
        "/var/lib/dpkg/status": status,
        "/var/lib/dpkg/info/jq.list": "/.\n/usr\n/usr/bin/jq\n",
        "/var/lib/dpkg/info/libc6:amd64.list": "/.\n",
      },
      ["dpkg jq 1.6-2.1", "dpkg libc6:amd64 2.36-9"],
      ["/usr", "/usr/bin/jq"],
    ],
    [
      "apk's",
      { "/lib/apk/db/installed": apk },
      ["apk busybox 1.36.1-r2", "apk musl 1.2.4-r1"],
      ["/bin", "/bin/busybox", "/etc", "/etc/securetty"],
    ],
    [
      "pip's",
      {
        "/opt/v/lib/a_b-1.0.dist-info/": {},
        "/opt/v/lib/a_b-1.0.dist-info/RECORD": 'a_b/x.py,sha256=1,2\n../bin/tool,,\n"a,b.py",,\n',
        "/usr/lib/old-0.9-py3.11.egg-info/": {},
      },
      ["pip a-b in /opt/v/lib 1.0", "pip old in /usr/lib 0.9"],
      ["/opt/v/lib/a_b/x.py", "/opt/v/bin/tool", "/opt/v/lib/a,b.py"],
    ],
    [
      "npm's",
      {
        "/usr/local/lib/node_modules/cowsay/package.json": '{"version": "1.6.0"}',
        "/usr/local/lib/node_modules/@x/y/package.json": '{"version": "2.0.0"}',
        "/usr/local/lib/node_modules/cowsay/node_modules/z/package.json": '{"version": "3.0.0"}',
      },
      [
        "npm cowsay in /usr/local/lib/node_modules 1.6.0",
        "npm @x/y in /usr/local/lib/node_modules 2.0.0",
      ],
      [],
    ],
    [
      "R's",
      { "/usr/local/lib/R/site-library/R6/DESCRIPTION": "Package: R6\nVersion: 2.5.1\n" },
      ["R R6 in /usr/local/lib/R/site-library 2.5.1"],
      [],
    ],
    [
      "conda's",
      { "/opt/conda/conda-meta/numpy-base-1.26.4-py312_0.json": "{}" },
      ["conda numpy-base in /opt/conda 1.26.4 py312_0"],
      [],
    ],
  ];

for (const [name, tree, packages, files] of cases) {
  Deno.test(`installedPackages() finds ${name}`, () => {
    const found = [...installedPackages(treeOf(tree), () => true).values()];
    assert.deepEqual(
      found.map(({ manager, name, version }) => `${manager} ${name} ${version}`),
      packages,
    );
    assert.deepEqual(found[0].files(), files);
  });
}

Deno.test("installedPackages() leaves out what does not count", () => {
  const tree = treeOf({ "/root/.cache/uv/x-1.dist-info/": {}, "/opt/y-2.dist-info/": {} });
  const found = installedPackages(tree, (path) => !path.startsWith("/root/.cache/"));
  assert.deepEqual([...found.keys()], ["pip y in /opt"]);
});

Deno.test("comparePackages() puts versions side by side", () => {
  const list = (...folders: string[]) =>
    installedPackages(treeOf(Object.fromEntries(folders.map((each) => [each, {}]))), () => true);
  const { packages, different } = comparePackages(
    list("/o/a-1.dist-info/", "/o/b-1.dist-info/", "/o/c-1.dist-info/"),
    list("/o/a-1.dist-info/", "/o/b-2.dist-info/", "/o/d-1.dist-info/"),
  );
  assert.deepEqual(packages, {
    pip: {
      equal: ["a in /o 1"],
      different: [
        { name: "b in /o", session: "1", image: "2" },
        { name: "c in /o", session: "1", image: null },
        { name: "d in /o", session: null, image: "1" },
      ],
    },
  });
  assert.equal(different.length, 3);
});
