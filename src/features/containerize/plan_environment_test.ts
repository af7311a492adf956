import { testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "exported variables before what uses them, with quotes where needed",
    [
      ["export URL=https://x.org/a?b=c", { env: { URL: "https://x.org/a?b=c" } }],
      ['export GREETING="hello $USER\\"s"', { env: { GREETING: 'two "words" $5' } }],
      ["touch /opt/$URL", { files: ["/opt/x"] }],
    ],
    "true",
    `
ENV URL="https://x.org/a?b=c"
ENV GREETING="two \\"words\\" \\$5"

RUN touch /opt/$URL
`,
  ],
  [
    "variables that are exported for a while where they were seen",
    [
      ["export CC=clang OPT=a\\ b", { env: { CC: "clang", OPT: "a b" } }],
      ["touch /opt/a", { files: ["/opt/a"] }],
      ["touch /opt/b", { files: ["/opt/b"], env: { OLDPWD: "/x" } }],
      ["touch /opt/B", { files: ["/opt/B"], env: { OLDPWD: undefined } }],
      ["unset CC OPT", { env: { CC: undefined, OPT: undefined } }],
      ["touch /opt/c", { files: ["/opt/c"] }],
    ],
    "true",
    `
RUN export CC=clang && \\
    export OPT='a b' && \\
    touch /opt/a && \\
    touch /opt/b && \\
    touch /opt/B

RUN touch /opt/c
`,
  ],
  [
    "a variable's last value where nobody has seen another",
    [
      ["export A=1", { env: { A: "1" } }],
      ["export B=2", { env: { B: "2" } }],
      ["export A=3", { env: { A: "3" } }],
      ["export PATH=/a:$PATH", { env: { PATH: "/a:/usr/bin:/bin" } }],
      ["export PATH=$PATH:/b", { env: { PATH: "/a:/usr/bin:/bin:/b" } }],
    ],
    "true",
    `
ENV B=2
ENV A=3
ENV PATH=/a:$PATH
ENV PATH=$PATH:/b
`,
  ],
  [
    "an activated environment without its prompt, and no file for making one",
    [
      ["cd /code", { cd: "/code" }],
      ["python3 -m venv /venv", { files: ["/venv/bin/python"] }],
      ["source /venv/bin/activate", {
        env: { PATH: "/venv/bin:/usr/bin:/bin", VIRTUAL_ENV: "/venv", VIRTUAL_ENV_PROMPT: "(v) " },
      }],
      ["mkdir out", { files: ["/code/out/"] }],
    ],
    "python3 /code/app.py",
    `
WORKDIR /code

RUN python3 -m venv /venv

ENV PATH=/venv/bin:$PATH
ENV VIRTUAL_ENV=/venv

RUN mkdir out

COPY app.py /code/
`,
    { project: ["app.py", "data.csv"], read: ["app.py"] },
  ],
]);
