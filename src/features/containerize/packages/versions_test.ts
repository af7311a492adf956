import assert from "node:assert/strict";
import { pinVersions, versionQueries, withVersions } from "./versions.ts";

/** What the queries print, as recorded in containers; apk's and rpm's from their documentation. */
const outputs = {
  apt: `libc6 amd64 2.36-9+deb12u14 installed
libc6 i386 2.36-9+deb12u14 installed
g++ amd64 4:12.2.0-3 installed
jq amd64 1.6-2.1+deb12u1 installed
gone amd64 1.0 config-files
awk   not-installed
`,
  apk: `musl-1.2.5-r0
curl-8.9.1-r1
py3-pip-24.0-r2
gcc-13.2.1_git20240309-r0 - The GNU Compiler Collection
`,
  rpm: `git x86_64 2.43.5-1.el8_10
python3-pip noarch 9.0.3-24.el8
kernel-core x86_64 4.18.0-1.el8
kernel-core x86_64 4.18.0-2.el8
package vim is not installed
`,
  pip: "numpy==1.26.4\nPyYAML==6.0.1\nrequests==2.31.0\npip==23.0.1\n-e git+https://x/y\n",
  tool: "ruff v0.17.6\n- ruff\nblack v24.1.0 [required: black]\n- black\n- blackd\n",
  conda: `[
  {
    "base_url": "https://conda.anaconda.org/conda-forge",
    "build_number": 0,
    "build_string": "py312heda63a1_0",
    "channel": "conda-forge",
    "dist_name": "numpy-1.26.4-py312heda63a1_0",
    "name": "numpy",
    "platform": "linux-64",
    "version": "1.26.4"
  },
  { "name": "python", "version": "3.12.3" }
]
`,
  node: "cowsay 1.6.0\n@types/node 18.19.130\nnpm 10.9.2\n",
  r: "jsonlite 1.8.8 \nMASS 7.3-58.2 \nabsent ? \n",
};

const pinned: [output: keyof typeof outputs, command: string, pinned: string][] = [
  ["apt", "apt-get install -y jq", "apt-get install -y jq=1.6-2.1+deb12u1"],
  [
    "apt",
    "apt-get update && apt-get install jq",
    "apt-get update && apt-get install jq=1.6-2.1+deb12u1",
  ],
  [
    "apt",
    "sudo -E apt-get -o A::B=c install g++ libc6:i386",
    "sudo -E apt-get -o A::B=c install g++=4:12.2.0-3 libc6:i386=2.36-9+deb12u14",
  ],
  [
    "apt",
    "apt-get update; apt-get install -y jq | tail -1",
    "apt-get update; apt-get install -y jq=1.6-2.1+deb12u1 | tail -1",
  ],
  [
    "apt",
    "apt-get install -t bookworm jq gone awk 2>&1",
    "apt-get install -t bookworm jq=1.6-2.1+deb12u1 gone awk 2>&1",
  ],
  ["apk", "apk add --no-cache curl py3-pip", "apk add --no-cache curl=8.9.1-r1 py3-pip=24.0-r2"],
  ["apk", "apk add -t .build gcc curl=8", "apk add -t .build gcc=13.2.1_git20240309-r0 curl=8"],
  ["rpm", "yum install -y git vim", "yum install -y git-2.43.5-1.el8_10 vim"],
  [
    "rpm",
    "dnf install --enablerepo crb -y python3-pip.noarch",
    "dnf install --enablerepo crb -y python3-pip-9.0.3-24.el8.noarch",
  ],
  ["pip", "pip3 install --no-cache-dir numpy", "pip3 install --no-cache-dir numpy==1.26.4"],
  [
    "pip",
    "python3 -m pip install numpy pyyaml",
    "python3 -m pip install numpy==1.26.4 pyyaml==6.0.1",
  ],
  [
    "pip",
    "cd /code && pip install 'requests[socks]'",
    "cd /code && pip install 'requests[socks]==2.31.0'",
  ],
  ["pip", "pip install -r requirements.txt numpy", "pip install -r requirements.txt numpy==1.26.4"],
  [
    "pip",
    "/opt/venv/bin/pip install --upgrade pip",
    "/opt/venv/bin/pip install --upgrade pip==23.0.1",
  ],
  ["pip", "uv pip install --system numpy", "uv pip install --system numpy==1.26.4"],
  ["tool", "uv tool install ruff", "uv tool install ruff==0.17.6"],
  ["conda", "conda install -y numpy", "conda install -y numpy=1.26.4"],
  [
    "conda",
    "mamba create -n x -c conda-forge python conda-forge::numpy",
    "mamba create -n x -c conda-forge python=3.12.3 conda-forge::numpy=1.26.4",
  ],
  [
    "node",
    "npm install -g cowsay @types/node",
    "npm install -g cowsay@1.6.0 @types/node@18.19.130",
  ],
  ["node", "npm --location=global i cowsay", "npm --location=global i cowsay@1.6.0"],
  ["node", "npm i -g npm@latest", "npm i -g npm@10.9.2"],
  ["node", "npm install cowsay", "npm install cowsay@1.6.0"],
  ["node", "pnpm add -g cowsay", "pnpm add -g cowsay@1.6.0"],
  ["node", "yarn global add cowsay", "yarn global add cowsay@1.6.0"],
  [
    "r",
    "Rscript -e 'install.packages(\"jsonlite\")'",
    `Rscript -e 'install.packages("jsonlite")' && Rscript -e 'stopifnot("jsonlite is not the version of the session" = packageVersion("jsonlite") == "1.8.8")'`,
  ],
  [
    "r",
    `R -q -e "install.packages(c('MASS', 'absent'), repos='https://x')"`,
    `R -q -e "install.packages(c('MASS', 'absent'), repos='https://x')" && Rscript -e 'stopifnot("MASS is not the version of the session" = packageVersion("MASS") == "7.3-58.2")'`,
  ],
  [
    "r",
    "install2.r --error jsonlite",
    `install2.r --error jsonlite && Rscript -e 'stopifnot("jsonlite is not the version of the session" = packageVersion("jsonlite") == "1.8.8")'`,
  ],
];

for (const [output, command, expected] of pinned) {
  Deno.test(`withVersions() pins ${command}`, () => {
    assert.equal(withVersions(command, [outputs[output]]), expected);
    assert.equal(withVersions(expected, [outputs[output]]), expected);
  });
}

const untouched: [output: keyof typeof outputs, command: string][] = [
  ["apt", "apt-get install jq=1 jq/stable jq- ./jq.deb jq* $jq task^"],
  ["apt", "apt-get remove jq"],
  ["apt", "apt-get build-dep jq"],
  ["apt", "apt-get install -t jq absent"],
  ["apt", "echo apt-get install jq"],
  ["apt", "cat <<EOF\napt-get install jq\nEOF"],
  ["apk", "apk add curl@edge 'curl>8' curl~8 !gcc ./curl.apk"],
  ["apk", "apk del curl"],
  ["rpm", "yum install -y @git kernel-core https://x/git.rpm git-2.43.5 /usr/bin/git"],
  ["rpm", "yum groupinstall -y git"],
  ["rpm", "yum update -y git"],
  ["pip", "pip install numpy==1.0 'requests>=2' ./x /code git+https://x/y pkg.whl"],
  ["pip", "pip install -r numpy"],
  ["pip", "pip install absent"],
  ["pip", "pip uninstall numpy"],
  ["pip", "uv add numpy"],
  ["pip", "uv sync"],
  ["conda", "conda install numpy=1 'numpy>=1' --file numpy"],
  ["conda", "conda env create -f environment.yml"],
  ["node", "npm install -g cowsay@1 ./cowsay cowsay.tgz git+https://x/cowsay"],
  ["node", "npm ci"],
  ["node", "yarn add cowsay"],
  ["node", "pnpm add cowsay"],
  ["r", "Rscript -e 'remotes::install_github(\"a/jsonlite\")'"],
  ["r", "Rscript jsonlite.R"],
  ["r", "Rscript -e 'library(\"jsonlite\")'"],
];

for (const [output, command] of untouched) {
  Deno.test(`withVersions() leaves ${command}`, () => {
    assert.equal(withVersions(command, [outputs[output]]), command);
  });
}

const queries: [command: string, queries: string[]][] = [
  ["apt-get install -y jq", [
    "dpkg-query -W -f='${Package} ${Architecture} ${Version} ${db:Status-Status}\\n' jq",
  ]],
  ["apk add --no-cache curl", ["apk info -v"]],
  ["dnf install git-core", [
    "rpm -q --qf '%{NAME} %{ARCH} %{VERSION}-%{RELEASE}\\n' git-core",
  ]],
  ["cd /x && python3 -m pip install a && pip3 install b==1", [
    "python3 -m pip list --format=freeze --disable-pip-version-check",
  ]],
  ["sudo -H pip install a", ["sudo -H pip list --format=freeze --disable-pip-version-check"]],
  ["pip install -r requirements.txt .", []],
  ["uv pip install --no-cache -p /v --system a", [
    "uv pip list --format=freeze -p /v --system",
  ]],
  ["uv tool install a", ["uv tool list"]],
  ["conda create -y -n x a", ["conda list --json -n x"]],
  ["npm install --prefix /opt a", [
    `cd "$(npm root --prefix /opt)" && node -e 'for (const n of process.argv.slice(1)) try { console.log(n, require(process.cwd() + "/" + n + "/package.json").version) } catch {}' a`,
  ]],
  ["R -e 'install.packages(\"a1\")'", [
    `Rscript -e 'for (p in c("a1")) cat(p, tryCatch(packageDescription(p)$Version, warning = function(w) "?"), "\\n")'`,
  ]],
];

for (const [command, expected] of queries) {
  Deno.test(`versionQueries() of ${command}`, () => {
    assert.deepEqual(versionQueries(command), expected);
  });
}

const told: [command: string, paths: string[], pinned: string][] = [
  [
    "pip install numpy PyYAML",
    [
      "/v/lib/python3.11/site-packages/numpy-1.26.4.dist-info/METADATA",
      "/v/lib/python3.11/site-packages/PyYAML-6.0.1.dist-info/METADATA",
      "/v/lib/python3.11/site-packages/numpy/typing-2.0.py",
    ],
    "pip install numpy==1.26.4 PyYAML==6.0.1",
  ],
  [
    "conda install scikit-learn",
    ["/opt/conda/conda-meta/scikit-learn-1.5.0-py312h1fcc3ea_1.json"],
    "conda install scikit-learn=1.5.0",
  ],
];

for (const [command, paths, expected] of told) {
  Deno.test(`pinVersions() asks nobody where paths tell the versions of ${command}`, async () => {
    const capture = () => Promise.reject(new Error("asked"));
    assert.equal(await pinVersions(capture, command, paths), expected);
  });
}

const placed: [command: string, paths: string[], query: RegExp][] = [
  [
    "npm install -g cowsay",
    [
      "/usr/lib/node_modules/npm/node_modules/cowsay/package.json",
      "/usr/lib/node_modules/cowsay/package.json",
    ],
    /^cd \/usr\/lib\/node_modules && node -e .* cowsay$/,
  ],
  [
    "npm install -g cowsay",
    ["/usr/lib/node_modules/npm/node_modules/cowsay/package.json"],
    /^cd "\$\(npm root -g\)" && node -e .* cowsay$/,
  ],
  [
    'Rscript -e \'install.packages(c("a1", "b1"))\'',
    ["/usr/lib/R/a1/DESCRIPTION", "/usr/lib/R/b1/DESCRIPTION"],
    /^sed -n 's\/\^Version:\/a1\/p' \/usr\/lib\/R\/a1\/DESCRIPTION; sed -n .*b1\/DESCRIPTION$/,
  ],
  ["pip install a b", ["/v/a-1.dist-info/METADATA"], /^pip list/],
];

for (const [command, paths, query] of placed) {
  Deno.test(`versionQueries() of ${command} after ${paths.at(-1)} came`, () => {
    const [found, ...others] = versionQueries(command, paths);
    assert.match(found, query);
    assert.deepEqual(others, []);
  });
}

Deno.test("pinVersions() asks several package managers at once", async () => {
  const asked: string[] = [];
  const capture = (command: string) => {
    asked.push(command);
    return Promise.resolve("jq amd64 1.6 installed\n\x1ejq==2.0\n");
  };
  assert.equal(
    await pinVersions(capture, "apt-get install jq && pip install jq"),
    "apt-get install jq=1.6 && pip install jq==2.0",
  );
  assert.equal(asked.length, 1);
  assert.match(asked[0], /^\{ dpkg-query .*; \}; printf '\\036'; \{ pip list .*; \}$/);
  assert.equal(await pinVersions(capture, "make install"), "make install");
  assert.equal(asked.length, 1);
});
