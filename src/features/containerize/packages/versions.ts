import { commandsIn, replaceCommands } from "../commands_in.ts";
import { formatChain } from "../shell_words.ts";
import type { Call } from "./manager.ts";
import { callOf } from "./managers.ts";

/** Asks the shell of a session: what a command prints on stdout, nothing when it fails. */
export type Capture = (command: string) => Promise<string>;

/**
 * The command line with the versions that were installed by it, for each package that it names
 * without one: what is repeated later installs the same, whatever is new by then. Dependencies are
 * left to the package manager. Asks once per command line, and only if there is something to pin.
 *
 * @param capture runs in a shell with the variables and the directory that the command had
 */
export async function pinVersions(capture: Capture, command: string): Promise<string> {
  const queries = versionQueries(command);
  if (queries.length === 0) return command;
  const output = await capture(queries.map((query) => `{ ${query}; }`).join(`; ${divide}; `));
  return withVersions(command, output.split(divider));
}

/** Prints what no package manager prints, between the answers of two. */
const divider = "\x1e";
const divide = "printf '\\036'";

/** The commands that tell which versions a command line has installed, where it asked for none. */
export function versionQueries(command: string): string[] {
  return [...new Set(pinnable(command).map(({ query }) => query))];
}

/**
 * The command line with versions.
 *
 * @param outputs what each of its {@link versionQueries} has printed
 */
export function withVersions(command: string, outputs: readonly string[]): string {
  const queries = versionQueries(command);
  return replaceCommands(command, (simple) => {
    const call = callOf(simple);
    const query = call && queryOf(call);
    if (!call || query === undefined) return [simple];
    const pins = call.manager.pins!;
    const versions = pins.versions(outputs[queries.indexOf(query)] ?? "");
    const [first, ...added] = pins.apply(call, versions);
    // A check that follows already needs no repetition.
    return [first, ...added.filter((check) => !command.includes(formatChain([check])))];
  });
}

function pinnable(command: string): { call: Call; query: string }[] {
  return commandsIn(command).flatMap((simple) => {
    const call = callOf(simple);
    const query = call && queryOf(call);
    return call && query !== undefined ? [{ call, query }] : [];
  });
}

function queryOf(call: Call): string | undefined {
  const { pins } = call.manager;
  const names = pins?.names(call) ?? [];
  return names.length > 0 ? pins!.query(call, names) : undefined;
}
