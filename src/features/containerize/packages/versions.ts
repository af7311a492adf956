import { commandsIn, replaceCommands } from "../commands_in.ts";
import { formatChain, type SimpleCommand } from "../shell_words.ts";
import type { Call, Pins } from "./manager.ts";
import { callOf } from "./managers.ts";

/** Asks the shell of a session: what a command prints on stdout, nothing when it fails. */
export type Capture = (command: string) => Promise<string>;

/**
 * The command line with the versions that were installed by it, for each package that it names
 * without one: what is repeated later installs the same, whatever is new by then. Dependencies are
 * left to the package manager. Asks once per command line, and only if there is something to pin.
 *
 * @param capture runs in a shell with the variables and the directory that the command had
 * @param added paths of the files that it has added
 */
export async function pinVersions(
  capture: Capture,
  command: string,
  added: readonly string[] = [],
): Promise<string> {
  const queries = versionQueries(command, added);
  const asked = queries.map((query) => `{ ${query}; }`).join(`; ${divide}; `);
  const output = asked === "" ? "" : await capture(asked);
  return withVersions(command, output.split(divider), added);
}

/** Prints what no package manager prints, between the answers of two. */
const divider = "\x1e";
const divide = "printf '\\036'";

/**
 * The commands that tell which versions a command line has installed, where it asked for none and
 * the paths do not tell it.
 */
export function versionQueries(command: string, added: readonly string[] = []): string[] {
  const wanted = commandsIn(command).flatMap((simple) => wantedBy(simple, added) ?? []);
  return [...new Set(wanted.flatMap(({ query }) => query ?? []))];
}

/**
 * The command line with versions.
 *
 * @param outputs what each of its {@link versionQueries} has printed
 */
export function withVersions(
  command: string,
  outputs: readonly string[],
  added: readonly string[] = [],
): string {
  const queries = versionQueries(command, added);
  return replaceCommands(command, (simple) => {
    const wanted = wantedBy(simple, added);
    if (!wanted) return [simple];
    const { call, pins, told, query } = wanted;
    const answer = query === undefined ? "" : outputs[queries.indexOf(query)] ?? "";
    const [first, ...checks] = pins.apply(call, new Map([...pins.versions(answer), ...told]));
    // A check that follows already needs no repetition.
    return [first, ...checks.filter((check) => !command.includes(formatChain([check])))];
  });
}

/** What a command wants to know: the versions that paths tell, and a query for the others. */
interface Wanted {
  call: Call;
  pins: Pins;
  told: ReadonlyMap<string, string>;
  query: string | undefined;
}

function wantedBy(simple: SimpleCommand, added: readonly string[]): Wanted | undefined {
  const call = callOf(simple);
  const pins = call?.manager.pins;
  const names = call && pins?.names(call) || [];
  if (!call || !pins || names.length === 0) return undefined;
  const told = pins.told?.(added) ?? new Map<string, string>();
  const missing = names.filter((name) => !told.has(name));
  const query = missing.length > 0 ? pins.query(call, missing, added) : undefined;
  return { call, pins, told, query };
}
