import assert from "node:assert/strict";
import { PackageOwners } from "./package_owners.ts";

const difference = {
  manager: "dpkg",
  name: "python3-x",
  session: {
    manager: "dpkg",
    name: "python3-x",
    version: "1",
    place: "/var/lib/dpkg/info/python3-x.list",
    files: () => ["/usr/lib/python3/x/core.py"],
  },
  image: undefined,
} as const;

const owned = [
  "/usr/lib/python3/x/core.py",
  "/usr/lib/python3/x/__pycache__/core.cpython-311.pyc",
  "/usr/lib/python3/x/__pycache__/core.cpython-311.opt-1.pyc",
  "/usr/lib/python3/x/__pycache__",
  "/var/lib/dpkg/info/python3-x.postinst",
  "/var/lib/dpkg/info/python3-x.md5sums",
];

for (const path of owned) {
  Deno.test(`PackageOwners finds the package of ${path}`, () => {
    assert.equal(
      new PackageOwners([difference]).owner({ path, aspect: "missing" } as never),
      difference,
    );
  });
}

Deno.test("PackageOwners finds no package for what belongs to others", () => {
  const others = [
    "/usr/lib/python3/x/__pycache__/other.cpython-311.pyc",
    "/var/lib/dpkg/info/y.list",
  ];
  for (const path of others) {
    assert.equal(
      new PackageOwners([difference]).owner({ path, aspect: "content" } as never),
      undefined,
    );
  }
});
