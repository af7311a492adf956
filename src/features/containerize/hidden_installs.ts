import { commandsIn } from "./commands_in.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { callOf } from "./packages/managers.ts";
import { aptSetting } from "./session_manners.ts";
import type { Definition } from "./shell_setup.ts";

/** Lives in memory while a RUN does: no layer holds it. */
const settingsFile = "/dev/shm/apt.conf";

const lists = "/var/lib/apt/lists/";

/** What a step needs around it that works with apt without naming it. */
export interface HiddenInstall {
  setup: Definition[];
  /** Commands behind it. */
  cleaning: string[];
}

/**
 * What stands around a step that installs Debian packages or fetches their lists without naming
 * apt, as a script does that is called: the session lent it its manners (see sessionManners), and
 * lists of packages that an earlier RUN has removed again. A user who is not root has called sudo,
 * which passes nothing on.
 */
export function aroundHiddenInstall({ steps, user }: Ledger, index: number): HiddenInstall {
  const step = steps[index];
  const around: HiddenInstall = { setup: [], cleaning: [] };
  if (user !== undefined || namesManager(step)) return around;
  if (keepsArchives(step)) around.cleaning.push("apt-get clean");
  if (changes(step, lists)) around.cleaning.push(`rm -rf ${lists}*`);
  if (!changes(step, "/var/lib/dpkg/status")) return around;
  const lines = [
    `echo '${aptSetting}' > ${settingsFile}`,
    `export APT_CONFIG=${settingsFile} DEBIAN_FRONTEND=noninteractive`,
  ];
  if (steps.slice(0, index).some((each) => changes(each, lists))) lines.push("apt-get update");
  around.setup = lines.map((text) => ({ step: index, text }));
  return around;
}

/** True where apt has kept what it downloaded, or an index of its own, which most images turn off. */
export function keepsArchives({ changes }: LedgerStep): boolean {
  return changes.some(({ path }) => /^\/var\/cache\/apt\/(\w+\.bin|archives\/.+\.deb)$/.test(path));
}

function changes(step: LedgerStep, path: string): boolean {
  return step.changes.some((change) =>
    change.kind !== "removed" &&
    (change.path === path || path.endsWith("/") && change.path.startsWith(path))
  );
}

function namesManager({ ran }: LedgerStep): boolean {
  return commandsIn(ran).some((simple) =>
    callOf(simple)?.manager.kind === "system" || /(^|\/)dpkg$/.test(simple.words[0]?.value ?? "")
  );
}
