import { commandsIn } from "./commands_in.ts";
import type { LedgerStep } from "./ledger.ts";
import { readsOnlyWhatItNames } from "./named_inputs.ts";
import { stepKind } from "./packages.ts";
import { programName } from "./packages/manager.ts";
import { runnerLength } from "./packages/managers.ts";
import { scanShell } from "./shell_scan.ts";

/** Steps from the one that starts a service to the last that talks to it; indexes. */
export interface Serving {
  start: number;
  last: number;
  /** Steps in between that may have told the service something, or waited for it. */
  between: number[];
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
    const started = exit === 0 ? startedBy(ran) : undefined;
    if (started === undefined) return [];
    const { service, isDaemon } = started;
    const own = clients.find(([name]) => name.test(service))?.[1];
    const end = steps.findIndex(({ ran }, index) => index > start && stops(ran, service, own));
    const talks = ({ ran }: LedgerStep) =>
      local.test(ran) || own?.test(ran) === true || ((isDaemon || own) && isProgram(ran));
    const last = steps.findLastIndex((step, index) =>
      index > start && kept[index] && (index === end || ((end < 0 || index < end) && talks(step)))
    );
    const between = steps.flatMap((step, index) =>
      index > start && index < last && step.exit === 0 && (waits(step) || talks(step))
        ? [index]
        : []
    );
    return last < 0 ? [] : [{ start, last, between }];
  });
}

/** True for a program of whatever kind: a store may be all that it changes. */
function isProgram(command: string): boolean {
  return stepKind(command) === "other" && !readsOnlyWhatItNames(command);
}

/** True for what only waits until a service answers. */
function waits({ ran }: LedgerStep): boolean {
  return commandsIn(ran).some(({ words }) =>
    /^(sleep|wait-for-it(\.sh)?|wait-for|dockerize|nc|pg_isready)$/.test(programName(words[0]))
  );
}

/** The name of what runs on when the command has ended, and whether it is one that sees to that itself. */
function startedBy(command: string): { service: string; isDaemon: boolean } | undefined {
  const simple = commandsIn(command).at(-1);
  if (simple === undefined) return undefined;
  const words = simple.words.slice(runnerLength(simple.words));
  const [program, first, second] = words.map(({ value }) => value ?? "");
  const { bare, comment } = scanShell(command);
  const daemon = (service: string) => ({ service, isDaemon: true });
  const self = programName(words[0]);
  if (/(^|[^&>|])&\s*$/.test(bare.slice(0, comment))) return { service: self, isDaemon: false };
  if (/^(service|rc-service)$/.test(program) && /^(re)?start$/.test(second)) return daemon(first);
  if (/^\/etc\/init\.d\//.test(program) && /^(re)?start$/.test(first)) return daemon(self);
  return /\s--?daemon(ize( yes)?)?\b/.test(command) ? daemon(self) : undefined;
}

function stops(command: string, service: string, own: RegExp | undefined): boolean {
  return /^\s*(sudo )?(kill|pkill|killall)\b/.test(command) ||
    ((command.includes(service) || own?.test(command) === true) &&
      /\b(stop|shutdown)\b/.test(command));
}
