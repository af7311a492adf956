import { commandsIn } from "./commands_in.ts";
import type { LedgerStep } from "./ledger.ts";
import { programName } from "./packages/manager.ts";
import { runnerLength } from "./packages/managers.ts";
import { scanShell } from "./shell_scan.ts";

/** Steps from the one that starts a service to the last that talks to it; indexes. */
export interface Serving {
  start: number;
  last: number;
}

/** What talks to this machine, whoever serves. */
const local = /\blocalhost\b|\b127\.0\.0\.1\b|\[::1\]/;

/** Programs that talk to a service which they do not name, by the service's name. */
const clients: readonly [service: RegExp, client: RegExp][] = [
  [/^postgres/, /\b(psql|createdb|createuser|dropdb|pg_(dump|restore|isready)|postgres)\b/],
  [/^(mysql|mariadb|mysqld\w*)/, /\b(mysql|mariadb)(admin|import|dump)?\b/],
  [/^redis/, /\bredis-cli\b/],
  [/^mongo/, /\bmongo(sh|import|restore)?\b/],
];

/**
 * Services that steps start in the background and later steps that stay talk to: no process outlives
 * a RUN, so that they must be one.
 *
 * @param kept which steps are repeated for what they change
 */
export function servings(
  steps: readonly LedgerStep[],
  kept: readonly boolean[],
): Serving[] {
  return steps.flatMap(({ ran, exit }, start) => {
    const service = exit === 0 ? startedBy(ran) : undefined;
    if (service === undefined) return [];
    const own = clients.find(([name]) => name.test(service))?.[1];
    const end = steps.findIndex(({ ran }, index) => index > start && stops(ran, service));
    const last = steps.findLastIndex(({ ran }, index) =>
      index > start && (end < 0 || index < end) && kept[index] &&
      (local.test(ran) || own?.test(ran))
    );
    return last < 0 ? [] : [{ start, last }];
  });
}

/** True for what only waits until a service answers. */
export function waits({ ran, exit }: LedgerStep): boolean {
  if (exit !== 0) return false;
  return local.test(ran) ||
    commandsIn(ran).some(({ words }) =>
      /^(sleep|wait-for-it(\.sh)?|wait-for|dockerize|nc|pg_isready)$/.test(programName(words[0]))
    );
}

/** The name of what runs on when the command has ended. */
function startedBy(command: string): string | undefined {
  const simple = commandsIn(command).at(-1);
  if (simple === undefined) return undefined;
  const words = simple.words.slice(runnerLength(simple.words));
  const [program, first, second] = words.map(({ value }) => value ?? "");
  const { bare, comment } = scanShell(command);
  if (/(^|[^&>|])&\s*$/.test(bare.slice(0, comment))) return programName(words[0]);
  if (/^(service|rc-service)$/.test(program) && /^(re)?start$/.test(second)) return first;
  if (/^\/etc\/init\.d\//.test(program) && /^(re)?start$/.test(first)) return programName(words[0]);
  return /\s--?daemon(ize( yes)?)?\b/.test(command) ? programName(words[0]) : undefined;
}

function stops(command: string, service: string): boolean {
  return /^\s*(sudo )?(kill|pkill|killall)\b/.test(command) ||
    (command.includes(service) && /\b(stop|shutdown)\b/.test(command));
}
