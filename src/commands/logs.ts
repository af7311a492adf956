import { defineCommand } from "../cli/command.ts";
import { toggle, value } from "../cli/flags.ts";
import { inspectContainer } from "../engine/containers/inspect.ts";
import { containerLogs } from "../engine/containers/logs.ts";
import { copyBody } from "../engine/output.ts";
import { invalidValue } from "../features/run/invalid_value.ts";
import { logTimestamp, parseLogTime } from "../features/run/log_times.ts";
import { engineOf } from "./open_engine.ts";

/** Lines from the end; negative counts mean all, as docker takes them. */
function parseTail(text: string, flag: string): number | undefined {
  if (text === "all" || /^-\d+$/.test(text)) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw invalidValue(text, flag, "Give a number of lines, or all");
}

export default defineCommand({
  name: "logs",
  brief: "Print what a container has printed",
  description: "What the container wrote to its stdout goes to stdout, the rest to stderr.",
  flags: {
    follow: toggle("Go on until the container ends", { short: "f" }),
    tail: value(parseTail, "Only the last lines, a number or all", {
      short: "n",
      placeholder: "LINES",
    }),
    since: value(parseLogTime, "Only from this time on, or this long ago", {
      placeholder: "TIME",
    }),
    until: value(parseLogTime, "Only up to this time, or this long ago", {
      placeholder: "TIME",
    }),
    timestamps: toggle("Begin each line with its time", { short: "t" }),
    details: toggle("Add what the logging driver notes"),
  },
  words: { usage: "CONTAINER", least: 1, most: 1 },
  examples: [["The last lines, and what comes", "dk logs -f --tail 20 web"]],
  async run(context, flags, [container]) {
    await using engine = await engineOf(context);
    const { signal } = context;
    const { Id, Config } = await inspectContainer(engine, container, { signal });
    const { follow, tail, timestamps, details } = flags;
    const body = await containerLogs(engine, Id, {
      follow,
      tail,
      timestamps,
      details,
      since: logTimestamp(flags.since, context.now()),
      until: logTimestamp(flags.until, context.now()),
      signal,
    });
    const sinks = {
      stdout: (bytes: Uint8Array) => context.stdout.writeBytes(bytes),
      stderr: (bytes: Uint8Array) => context.stderr.writeBytes(bytes),
    };
    await copyBody(body, sinks, { tty: Config.Tty });
  },
});
