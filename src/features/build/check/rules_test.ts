import assert from "node:assert/strict";
import { checkDockerfile, type Finding } from "./check.ts";
import { applyFixes } from "./fix.ts";
import type { Surroundings } from "./rule.ts";
import { rules } from "./rules.ts";
import { ruleCases } from "./rule_cases_fixture.ts";

const surroundings: Surroundings = {
  now: Date.parse("2026-11-21T00:00:00Z"),
  buildArgs: {},
  context: {
    hasIgnoreFile: false,
    lookUp(path) {
      if (path.includes("missing")) return { kind: "missing" };
      if (!path.includes("ignored")) return { kind: "sent" };
      return { kind: "ignored", file: ".dockerignore", line: 3 };
    },
  },
};

function findingsOf(rule: string, text: string): Finding[] {
  return checkDockerfile(text, surroundings).findings.filter((finding) => finding.rule === rule);
}

/** The lines that a rule complains about, with its repairs: `3`, `3 RUN x`, `3 -`. */
function summary(rule: string, text: string): string {
  return findingsOf(rule, text)
    .map(({ line, fix }) => fix ? `${line} ${fix.lines.join("⏎") || "-"}` : `${line}`)
    .join("; ");
}

for (const { id } of rules) {
  const { bad = [], good = [] } = ruleCases[id] ?? {};
  for (const [text, expected] of bad) {
    Deno.test(`${id} finds ${JSON.stringify(text)}`, () => {
      assert.equal(summary(id, text), expected);
    });
    Deno.test(`${id} finds nothing more once ${JSON.stringify(text)} is repaired`, () => {
      const fixes = findingsOf(id, text).flatMap(({ fix }) => fix ? [fix] : []);
      const unrepaired = findingsOf(id, text).length - fixes.length;
      assert.equal(findingsOf(id, applyFixes(text, fixes)).length, unrepaired);
    });
  }
  for (const text of good) {
    Deno.test(`${id} is content with ${JSON.stringify(text)}`, () => {
      assert.equal(summary(id, text), "");
    });
  }
}

Deno.test("every rule is documented, and tried on what is bad and what is good", () => {
  assert.deepEqual(rules.map(({ id }) => id).sort(), Object.keys(ruleCases).sort());
  for (const { id, brief, why } of rules) {
    assert.match(id, /^[A-Z][A-Za-z]+$/);
    assert.match(brief, /^[A-Z].{10,80}[^.]$/, id);
    assert.match(why, /^[A-Za-z].{30,}[.…]$/, id);
    assert.ok(ruleCases[id].bad.length > 0 && ruleCases[id].good.length > 0, id);
  }
});
