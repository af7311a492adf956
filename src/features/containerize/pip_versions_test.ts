import assert from "node:assert/strict";
import { pipListings, withVersions } from "./pip_versions.ts";

const listing = "numpy==1.26.4\nPyYAML==6.0.1\nrequests==2.31.0\npip==23.0.1\n-e git+https://x/y\n";

const commands: [command: string, pinned: string][] = [
  ["pip3 install --no-cache-dir numpy", "pip3 install --no-cache-dir numpy==1.26.4"],
  ["python3 -m pip install numpy pyyaml", "python3 -m pip install numpy==1.26.4 pyyaml==6.0.1"],
  [
    "cd /code && pip install 'requests[socks]'",
    "cd /code && pip install 'requests[socks]==2.31.0'",
  ],
  ["pip install -r requirements.txt numpy", "pip install -r requirements.txt numpy==1.26.4"],
  ["/opt/venv/bin/pip install --upgrade pip", "/opt/venv/bin/pip install --upgrade pip==23.0.1"],
];
const untouched = [
  "pip install numpy==1.0 'requests>=2' ./x /code git+https://x/y pkg.whl",
  "pip install -r numpy",
  "pip install absent",
  "pip uninstall numpy",
  "apt-get install numpy",
  "echo pip install numpy > x",
];

for (const [command, pinned] of commands) {
  Deno.test(`withVersions() pins ${command}`, () => {
    assert.equal(withVersions(command, listing), pinned);
    assert.equal(withVersions(pinned, listing), pinned);
  });
}

for (const command of untouched) {
  Deno.test(`withVersions() leaves ${command}`, () => {
    assert.equal(withVersions(command, listing), command);
  });
}

Deno.test("pipListings() asks the pip that installed, and only where a version is missing", () => {
  const asked = " list --format=freeze --disable-pip-version-check";
  assert.deepEqual(pipListings("cd /x && python3 -m pip install a && pip3 install b==1"), [
    `python3 -m pip${asked}`,
  ]);
  assert.deepEqual(pipListings("pip install -r requirements.txt ."), []);
});
