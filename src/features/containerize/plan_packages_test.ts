import { code, installed, testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "slow system packages first, language packages in a layer of their own",
    [
      ["pip3 install pytest==7.0.0", { files: ["/usr/lib/python3/pytest"] }],
      ["apt-get install git", installed],
      ["apt-get install gcc", installed],
      ["pip3 install numpy", { files: ["/usr/lib/python3/numpy"] }],
    ],
    "pytest --version",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends git && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc && \\
    rm -rf /var/lib/apt/lists/*

RUN pip3 install --no-cache-dir pytest==7.0.0 && \\
    pip3 install --no-cache-dir numpy
`,
  ],
  [
    "yum with its cache removed",
    [["yum update", installed], ["yum install python3", installed]],
    "true",
    `
RUN yum update -y && \\
    yum install -y python3 && \\
    yum clean all && \\
    rm -rf /var/cache/yum
`,
  ],
  [
    "apk without a cache",
    [["apk update", { files: ["/var/cache/apk/x"] }], ["apk add curl", {
      files: ["/usr/bin/curl"],
    }]],
    "true",
    "\nRUN apk add --no-cache curl\n",
  ],
  [
    "unknown work is never overtaken",
    [
      ["echo deb x > /etc/apt/sources.list.d/x.list", {
        files: ["/etc/apt/sources.list.d/x.list"],
      }],
      ["apt-get install x", installed],
    ],
    "true",
    `
RUN echo deb x > /etc/apt/sources.list.d/x.list

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends x && \\
    rm -rf /var/lib/apt/lists/*
`,
  ],
  [
    "requirements before the source",
    [
      ["cd /code", code],
      ["pip install -r requirements.txt", { files: ["/usr/lib/python3/x"] }],
      ["python3 app.py", {}],
    ],
    "python3 app.py",
    `
COPY requirements.txt /code/

WORKDIR /code

RUN pip install --no-cache-dir -r requirements.txt

COPY app.py /code/
COPY lib/ /code/lib/
`,
    {
      project: [
        "app.py",
        "data.csv",
        "lib/__init__.py",
        "lib/a.py",
        "lib/b.py",
        "requirements.txt",
      ],
      read: ["app.py", "lib/__init__.py", "lib/a.py", "requirements.txt"],
    },
  ],
  [
    "a removal of packages without fetching lists",
    [["touch /opt/x", { files: ["/opt/x"] }], ["apt-get purge make", {
      files: ["-/usr/bin/make"],
    }]],
    "true",
    "\nRUN touch /opt/x\n\nRUN DEBIAN_FRONTEND=noninteractive apt-get purge -y make\n",
  ],
]);
