import { testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "plain variables and functions go where they are used",
    [
      "VERSION=1.2",
      "OTHER=3",
      'get() { curl -o "$1" https://x/$1-$VERSION; }',
      ["get /opt/tool", { files: ["/opt/tool"] }],
    ],
    "true",
    `
RUN VERSION=1.2 && \\
    get() { curl -o "$1" https://x/$1-$VERSION; } && \\
    get /opt/tool
`,
  ],
  [
    "several lines",
    [[
      "if [ ! -f /etc/x ]; then\n  # why\n  cat > /etc/x <<'EOF'\nit's \\\nEOF\nfi\n",
      { files: ["/etc/x"] },
    ]],
    "true",
    `
RUN eval "$(printf '%s\\n' \\
      'if [ ! -f /etc/x ]; then' \\
      '  # why' \\
      '  cat > /etc/x <<'\\''EOF'\\''' \\
      'it'\\''s \\' \\
      'EOF' \\
      'fi')"
`,
  ],
  [
    "the umask",
    [["umask 027", { umask: "0027" }], ["mkdir /opt/x", { files: ["/opt/x/"] }]],
    "true",
    "\nRUN umask 0027 && \\\n    mkdir /opt/x\n",
  ],
  [
    "bash where the steps need it",
    [["echo a > /opt/{a,b}", { files: ["/opt/a"] }]],
    "true",
    '\nSHELL ["/bin/bash", "-c"]\n\nRUN echo a > /opt/{a,b}\n',
  ],
  [
    "quotes and comments as they were typed, without bash for what is quoted",
    [
      ["echo '# (ALL) {a,b}' > /etc/x  # why", { files: ["/etc/x"] }],
      ['echo "a;b" | tee /etc/y;', { files: ["/etc/y"] }],
      ['echo "it\'s" >/etc/z 2>&1 || true', { files: ["/etc/z"] }],
    ],
    "true",
    `
RUN echo '# (ALL) {a,b}' > /etc/x && \\
    echo "a;b" | tee /etc/y && \\
    { echo "it's" >/etc/z 2>&1 || true; }
`,
  ],
  [
    "bash where a construct of several lines needs it",
    [["for x in {a,b}\ndo touch /opt/$x\ndone", { files: ["/opt/a"] }]],
    "true",
    `
SHELL ["/bin/bash", "-c"]

RUN for x in {a,b}; \\
    do touch /opt/$x; \\
    done
`,
  ],
  [
    "an escaped semicolon at the end",
    [["find /opt -exec touch /srv/x \\;", { files: ["/srv/x"] }]],
    "true",
    "\nRUN find /opt -exec touch /srv/x \\;\n",
  ],
  [
    "what a shell tells of its variables and functions, once where it is needed",
    [
      ['names=(x "y z")', { variables: { names: '([0]="x" [1]="y z")' } }],
      ["read -r V < /etc/version", { variables: { V: "1.2" } }],
      ["source lib.sh", { functions: { put: 'put () \n{ \n    touch "$1"\n}' } }],
      ["for i in 1 2; do touch /opt/$i; done", { files: ["/opt/1"], variables: { i: "2" } }],
      ['put "/opt/${names[1]}-$V"', { files: ["/opt/y z-1.2"] }],
      ["for i in 3; do put /opt/$i-$V; done", { files: ["/opt/3-1.2"] }],
    ],
    "true",
    `
SHELL ["/bin/bash", "-c"]

RUN for i in 1 2; do touch /opt/$i; done && \\
    names=([0]="x" [1]="y z") && \\
    V=1.2 && \\
    put () \\
    { \\
        touch "$1"; \\
    } && \\
    put "/opt/\${names[1]}-$V" && \\
    for i in 3; do put /opt/$i-$V; done
`,
  ],
  [
    "functions with those that they call, all of one step",
    [
      ['eval "$(tool hook)"', {
        functions: {
          inner: "inner () \n{ \n    touch /opt/$KIND\n}",
          other: "other () \n{ \n    :\n}",
          outer: "outer () \n{ \n    inner\n}",
        },
        variables: { KIND: "x" },
      }],
      ["outer", { files: ["/opt/x"] }],
    ],
    "true",
    `
RUN KIND=x && \\
    inner () \\
    { \\
        touch /opt/$KIND; \\
    } && \\
    outer () \\
    { \\
        inner; \\
    } && \\
    outer
`,
  ],
  [
    "options that change what a command means",
    [
      ["shopt -s extglob", { options: ["extglob"] }],
      ["set -e", { options: ["e", "extglob"] }],
      ["touch /opt/@(a|b)", { files: ["/opt/@(a|b)"] }],
    ],
    "true",
    `
SHELL ["/bin/bash", "-c"]

RUN shopt -s extglob && \\
    eval "$(printf '%s\\n' \\
      'touch /opt/@(a|b)')"
`,
  ],
]);
