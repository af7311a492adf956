import { parseArguments } from "../cli/arguments.ts";
import { closest } from "../cli/closest.ts";
import type { DkContext, GlobalFlags } from "../cli/context.ts";
import { type FlagSet, toggle } from "../cli/flags.ts";
import { rootHelp } from "../cli/help.ts";
import { reportError } from "../cli/report.ts";
import { UsageFailure } from "../lib/failure.ts";
import { withoutDockerSpelling } from "./docker_spellings.ts";
import { findTopic, helpTopics } from "./help_topics.ts";
import { globalFlags, runCommand } from "./run_command.ts";
import { commandTable, findCommand } from "./table.ts";
import { dkVersion } from "./dk_version.ts";

/** Before the command's name also docker's short forms; after it those letters are its own. */
const leadingFlags = {
  ...globalFlags,
  host: { ...globalFlags.host, short: "H" },
  context: { ...globalFlags.context, short: "c" },
  debug: { ...globalFlags.debug, short: "D" },
  version: toggle("Print the version of dk", { short: "v" }),
} satisfies FlagSet;

/**
 * Runs dk on a command line and resolves with its exit code; every error is printed here.
 *
 * @param makeContext gives the world to the command, once the global flags are known
 */
export async function runApp(
  args: readonly string[],
  makeContext: (flags: GlobalFlags) => DkContext,
): Promise<number> {
  const context = makeContext({ debug: false });
  try {
    const leading = readLeading(args);
    if (leading.flags.version) return print(context, `dk ${dkVersion}\n`);
    if (leading.words.length === 0) {
      const page = rootHelp(commandTable, helpTopics, globalFlags);
      if (leading.help) return print(context, page);
      context.stderr.write(page);
      return 2;
    }
    const words = withoutDockerSpelling(leading.words);
    const entry = findCommand(words);
    const topic = leading.help && !entry ? findTopic(leading.words[0]) : undefined;
    if (topic) return print(context, await topic.load());
    if (!entry) throw unknownCommand(leading.words[0]);
    const { default: command } = await entry.load();
    const rest = words.slice(entry.name.split(" ").length);
    return await runCommand(command, leading.help ? ["--help"] : rest, context, leading.flags);
  } catch (error) {
    return reportError(error, context.stderr, context.global.debug);
  }
}

/** What stands before the command, and the rest as it is; `help run` is `--help run`. */
function readLeading(args: readonly string[]) {
  const leading = parseArguments(args, leadingFlags, { stopAtFirstWord: true });
  if (leading.words[0] !== "help") return leading;
  return { ...leading, words: leading.words.slice(1), help: true };
}

function print(context: DkContext, page: string): number {
  context.stdout.write(page);
  return 0;
}

function unknownCommand(name: string): UsageFailure {
  const near = closest(name, commandTable.map((entry) => entry.name));
  return new UsageFailure(`Unknown command ${JSON.stringify(name)}`, {
    next: near ? `Did you mean dk ${near}?` : "See dk --help for the list of commands",
  });
}
