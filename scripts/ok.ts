/**
 * `deno task ok`: everything that is checked without an engine, at the same time. Prints what the
 * failing checks printed, or one line with the time of each.
 */
const checks: [task: string, ...flags: string[]][] = [
  ["fmt"],
  ["lint"],
  ["check"],
  ["test", "--reporter=dot"],
  ["shell"],
];

interface Verdict {
  check: string;
  success: boolean;
  seconds: number;
  output: string;
}

async function run([check, ...flags]: [string, ...string[]]): Promise<Verdict> {
  const start = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", check, ...flags],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    check,
    success,
    seconds: (performance.now() - start) / 1000,
    output: decoder.decode(stdout) + decoder.decode(stderr),
  };
}

const verdicts = await Promise.all(checks.map(run));
const failed = verdicts.filter(({ success }) => !success);
for (const { check, output } of failed) console.error(`${output.trimEnd()}\n\n${check} failed\n`);
const counts = verdicts.flatMap(({ output }) => output.match(/^(?:ok|FAILED) \| .*$/m) ?? []);
if (failed.length === 0) { for (const line of counts) console.error(line); }
console.error(
  verdicts.map(({ check, success, seconds }) =>
    `${check} ${success ? "ok" : "FAILED"} ${seconds.toFixed(1)} s`
  ).join(", "),
);
Deno.exit(failed.length > 0 ? 1 : 0);
