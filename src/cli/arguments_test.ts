import assert from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import { parseArguments } from "./arguments.ts";
import { choice, text, texts, toggle, value, wholeNumber } from "./flags.ts";

const flags = {
  interactive: toggle("", { short: "i" }),
  tty: toggle("", { short: "t" }),
  env: texts("", { short: "e" }),
  name: text(""),
  pull: choice(["always", "missing", "never"], "", { bare: "always" }),
  stopTimeout: value(wholeNumber(-1), ""),
};

const accepted: [string[], Record<string, unknown>, string[]][] = [
  [["-it", "img"], { interactive: true, tty: true }, ["img"]],
  [["-eA=1", "-e", "B=-2", "--env=C=", "x"], { env: ["A=1", "B=-2", "C="] }, ["x"]],
  [["--env", "--name", "x"], { env: ["--name"] }, ["x"]],
  [["--name", "a", "--name", "", "x"], { name: "" }, ["x"]],
  [["--name=a\nb", "x"], { name: "a\nb" }, ["x"]],
  [["--pull", "x"], { pull: "always" }, ["x"]],
  [["--pull=never", "x"], { pull: "never" }, ["x"]],
  [["--stop-timeout", "-1", "x"], { stopTimeout: -1 }, ["x"]],
  [["-i=false", "-t", "x"], { interactive: false, tty: true }, ["x"]],
  [["--", "-i", "x"], {}, ["-i", "x"]],
  [["-", "-i"], {}, ["-", "-i"]],
];

for (const [args, expected, words] of accepted) {
  Deno.test(`parseArguments() reads ${JSON.stringify(args)}`, () => {
    const parsed = parseArguments(args, flags, { stopAtFirstWord: true });
    for (const [key, want] of Object.entries(expected)) {
      assert.deepEqual(parsed.flags[key as keyof typeof flags], want, key);
    }
    assert.deepEqual(parsed.words, words);
  });
}

Deno.test("parseArguments() leaves what follows the first word alone when told to", () => {
  const parsed = parseArguments(["img", "sh", "-c", "--help"], flags, { stopAtFirstWord: true });
  assert.deepEqual([parsed.words, parsed.help], [["img", "sh", "-c", "--help"], false]);
});

Deno.test("parseArguments() mixes flags and words otherwise", () => {
  const parsed = parseArguments(["a", "-i", "b", "--", "-t"], flags);
  assert.deepEqual([parsed.words, parsed.flags.interactive], [["a", "b", "-t"], true]);
});

const rejected: [string[], RegExp, RegExp][] = [
  [["--nam", "x"], /Unknown flag --nam/, /Did you mean --name/],
  [["-ix"], /Unknown flag -x/, /--help/],
  [["--name"], /Flag --name needs a value/, /--name VALUE/],
  [["-e"], /Flag -e needs a value/, /-e VALUE/],
  [["--pull=sometimes"], /Invalid value "sometimes" for --pull/, /always, missing, never/],
  [["--stop-timeout", "1.5"], /Invalid value "1.5" for --stop-timeout/, /whole number/],
  [["--tty=maybe"], /Invalid value "maybe" for --tty/, /true or false/],
];

for (const [args, message, next] of rejected) {
  Deno.test(`parseArguments() rejects ${args.join(" ")}`, () => {
    assert.throws(() => parseArguments(args, flags), (error: UsageFailure) => {
      assert.ok(error instanceof UsageFailure);
      assert.match(error.message, message);
      assert.match(error.next ?? "", next);
      return error.exitCode === 2;
    });
  });
}
