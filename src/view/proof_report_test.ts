import assert from "node:assert/strict";
import type { Difference, Proof } from "../features/containerize/proof/proof.ts";
import { proofText } from "./proof_report.ts";

const nothing: Proof = {
  equal: true,
  differences: [],
  leftOut: [],
  notCopied: [],
  onPurpose: [],
  noise: {},
  compared: 10412,
  packages: {},
  limits: [],
};

function difference(path: string, rest: Partial<Difference> = {}): Difference {
  return { path, aspect: "missing", session: "file", image: null, reason: "step 1 (x)", ...rest };
}

const cases: [name: string, proof: Partial<Proof>, text: string][] = [
  ["equal", {}, "Equal: 10,412 paths compared\n"],
  [
    "equal but for noise and steps left out",
    {
      noise: { logs: 4, caches: 27 },
      leftOut: [{
        step: 7,
        command: "make x",
        why: "it failed with exit code 2",
        paths: ["pip:six in /opt/venv/lib", "/opt/a in /b"],
      }],
      notCopied: ["/code/NOTES.md"],
      onPurpose: [{ path: "/home/app", reason: "its user" }, {
        path: "/etc/passwd",
        reason: "its user",
      }],
    },
    `Equal: 10,412 paths compared, 31 ignored by 2 rules (dk help proof), 2 paths of step 7 left out, 1 path of the project not needed, 2 changed on purpose
  Step 7 was left out, it failed with exit code 2: make x
    pip:six, /opt/a in /b
`,
  ],
  [
    "every kind of difference",
    {
      equal: false,
      limits: ["/data is a volume"],
      differences: [
        difference("/opt/a"),
        difference("/opt/b", { aspect: "added", session: null, image: "directory" }),
        difference("/opt/c", { aspect: "mode", session: "0600", image: "0644" }),
        difference("/opt/c", { aspect: "content", session: "1", image: "2" }),
        difference("/srv/d\u001b[2J", {
          aspect: "link",
          session: "x",
          image: "y",
          reason: "other",
        }),
        difference("dpkg:jq", { aspect: "package version", session: "1.6", image: null }),
        difference("variable:LINES2", { aspect: "variable", session: "a\nb", reason: "lines" }),
        difference("working directory", {
          aspect: "working directory",
          session: "/srv",
          image: "/",
          reason: "step 2 (cd /srv)",
        }),
      ],
    },
    `Not equal: 5 paths differ and 2 settings differ; 10,412 paths compared
  /data is a volume
  /opt/a: not in the image (file)
  /opt/b: only in the image (directory)
  /opt/c: mode 0600 in the session, 0644 in the image
  /opt/c: content differs
    step 1 (x)
  /srv/d: link x in the session, y in the image
    other
  dpkg:jq: 1.6 in the session, none in the image
    step 1 (x)
  LINES2: "a\\nb" in the session, none in the image
    lines
  working directory: "/srv" in the session, "/" in the image
    step 2 (cd /srv)
`,
  ],
  [
    "more than one wants to read",
    {
      equal: false,
      differences: Array.from({ length: 30 }, (_, at) => difference(`/opt/${at + 10}`)),
      leftOut: [{
        step: 2,
        command: "cp",
        why: "dropped by the user",
        paths: Array.from({ length: 9 }, (_, at) => `/srv/${at}`),
      }],
    },
    `Not equal: 30 paths differ; 10,412 paths compared, 9 paths of step 2 left out
${
      [10, 11, 12, 13, 14, 15, 16].map((n) => `  /opt/${n}: not in the image (file)\n`).join("")
    }  and 23 more differences in /opt
    step 1 (x)
  Step 2 was left out, dropped by the user: cp
    /srv/0, /srv/1, /srv/2, /srv/3, and 5 more
`,
  ],
];

for (const [name, proof, text] of cases) {
  Deno.test(`proofText() tells ${name}`, () => {
    assert.equal(proofText({ ...nothing, ...proof }), text);
  });
}
