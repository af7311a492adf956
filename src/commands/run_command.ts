import { parseArguments } from "../cli/arguments.ts";
import { checkWords, type Command } from "../cli/command.ts";
import type { DkContext, GlobalFlags } from "../cli/context.ts";
import { type FlagSet, text, toggle } from "../cli/flags.ts";
import { commandHelp } from "../cli/help.ts";
import { reportError } from "../cli/report.ts";

/** Flags that every command takes, before or after its name. */
export const globalFlags = {
  host: text("Engine to talk to: unix://PATH, tcp://HOST:PORT, ssh://USER@HOST", {
    placeholder: "ADDRESS",
  }),
  context: text("Docker context to use", { placeholder: "NAME" }),
  config: text("Directory of docker's configuration", { placeholder: "DIR" }),
  debug: toggle("Print the stack of an error"),
} satisfies FlagSet;

/**
 * Runs a command and resolves with its exit code; every error is printed here.
 *
 * @param args what stands behind the command's name
 * @param before global flags that stood before it
 */
export async function runCommand(
  command: Command,
  args: readonly string[],
  context: DkContext,
  before: Partial<GlobalFlags> = {},
): Promise<number> {
  let debug = Boolean(before.debug);
  try {
    const parsed = parseArguments(args, { ...globalFlags, ...command.flags }, command);
    if (parsed.help) {
      context.stdout.write(commandHelp(command, globalFlags));
      return 0;
    }
    checkWords(command, parsed.words);
    const global = mergeGlobalFlags(before, parsed.flags);
    debug = global.debug;
    // Not a copy: that would look at the signal, and so listen for signals that nobody needs.
    const own: DkContext = Object.create(context, { global: { value: global } });
    return await command.run(own, parsed.flags, parsed.words) ?? 0;
  } catch (error) {
    return reportError(error, context.stderr, debug);
  }
}

/** A flag after the command's name beats the same one before it. */
function mergeGlobalFlags(before: Partial<GlobalFlags>, after: Partial<GlobalFlags>): GlobalFlags {
  return {
    host: after.host ?? before.host,
    context: after.context ?? before.context,
    config: after.config ?? before.config,
    debug: Boolean(after.debug || before.debug),
  };
}
