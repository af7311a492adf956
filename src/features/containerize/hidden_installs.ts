import { commandsIn } from "./commands_in.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { callOf } from "./packages/managers.ts";
import { aptSetting } from "./session_manners.ts";
import type { Definition } from "./shell_setup.ts";

/** Lives in memory while a RUN does: no layer holds it. */
const settingsFile = "/dev/shm/apt.conf";

/**
 * What must be said before a step that installs Debian packages without naming apt, as a script
 * does that is called: the session lent it its manners (see sessionManners), and lists of packages
 * that an earlier RUN has removed again.
 */
export function setupForHiddenInstall({ steps }: Ledger, index: number): Definition[] {
  const step = steps[index];
  if (!changes(step, "/var/lib/dpkg/status") || namesManager(step)) return [];
  const lines = [
    `echo '${aptSetting}' > ${settingsFile}`,
    `export APT_CONFIG=${settingsFile} DEBIAN_FRONTEND=noninteractive`,
  ];
  const lists = steps.findLastIndex((each, at) =>
    at < index && changes(each, "/var/lib/apt/lists/")
  );
  if (lists >= 0) lines.push("apt-get update");
  return lines.map((text) => ({ step: index, text }));
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
