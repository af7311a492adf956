import { defineCommand } from "../cli/command.ts";
import { value, wholeNumber } from "../cli/flags.ts";
import { stopContainer } from "../engine/containers/lifecycle.ts";
import type { OpenedEngine } from "../engine/engine.ts";
import { compareVersions } from "../engine/negotiate.ts";
import { parseSignal } from "../features/run/modes.ts";
import { Failure } from "../lib/failure.ts";
import { eachOf } from "./each.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "stop",
  brief: "End running containers",
  description: `
Asks each container to end and kills it when it has not after the timeout. Prints the names of those
that are stopped.`,
  flags: {
    time: value(wholeNumber(-1), "Seconds until the kill: 10, or the container's own; -1 waits", {
      short: "t",
      placeholder: "SECONDS",
    }),
    timeout: value(wholeNumber(-1), "", { hidden: true }),
    signal: value(parseSignal, "Signal to ask with, instead of the container's own", {
      short: "s",
      placeholder: "SIGNAL",
    }),
  },
  words: { usage: "CONTAINER [CONTAINER...]", least: 1, most: Infinity },
  examples: [["A database that takes its time", "dk stop --time 60 database"]],
  async run(context, flags, names) {
    await using engine = await engineOf(context);
    if (flags.signal) await checkSignalSupport(engine, flags.signal, context.signal);
    const options = {
      timeout: flags.time ?? flags.timeout,
      stopSignal: flags.signal,
      signal: context.signal,
    };
    return await eachOf(context, names, async (name) => {
      await stopContainer(engine, name, options);
      return `${name}\n`;
    });
  },
});

/** Older engines would take the request and send another signal. */
async function checkSignalSupport(engine: OpenedEngine, name: string, signal: AbortSignal) {
  const { apiVersion } = await engine.identity(signal);
  if (compareVersions(apiVersion, "1.42") >= 0) return;
  throw new Failure(`The engine at ${engine.address} cannot stop containers with ${name}`, {
    why: `That needs its API 1.42, and it speaks ${apiVersion}`,
    next: "Leave out --signal, or set --stop-signal when the container is run",
  });
}
