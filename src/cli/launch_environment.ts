/**
 * The portable executable (`scripts/portable/head.sh`) starts its runtime with variables of its
 * own and puts those of the user that would disturb the runtime aside as `DK_KEPT_NAME`. Here the
 * environment becomes the user's again, for dk and for the programs that dk runs.
 */

const keptPrefix = "DK_KEPT_";

/** Set by the head, among them the name under which dk was called. */
const ofLauncher = [
  "DK_ARGV0",
  "DK_GROWN_CACHE",
  "HOME",
  "DENO_DIR",
  "DENO_DISABLE_NODE_SHIM",
  "DENO_NO_UPDATE_CHECK",
  "DENO_NO_PACKAGE_JSON",
  "DENO_TLS_CA_STORE",
];

/** Read by the runtime as late as its first TLS connection: what the head has set must stay. */
const readLate = ["DENO_TLS_CA_STORE", "NODE_EXTRA_CA_CERTS"];

/** What the head's environment comes to. */
export interface LaunchEnvironment {
  /** The environment as the user has set it. */
  user: Record<string, string>;
  /** The name dk was called by, such as `build-image`; undefined when not started by the head. */
  calledName?: string;
  /** Where the runtime keeps what it caches, when that is to be folded (`foldRuntimeCache`). */
  grownCache?: string;
  /** What the environment of this process, which children inherit, needs: undefined = removed. */
  changes: Map<string, string | undefined>;
}

/** Takes apart the environment that the process was started with. */
export function launchEnvironment(started: Record<string, string>): LaunchEnvironment {
  const calledName = started.DK_ARGV0;
  if (calledName === undefined) return { user: started, changes: new Map() };
  const user = { ...started };
  const changes = new Map<string, string | undefined>();
  const change = (name: string, value: string | undefined) => {
    if (value === undefined) delete user[name];
    else user[name] = value;
    if (!readLate.includes(name)) changes.set(name, value);
  };
  for (const name of ofLauncher) change(name, undefined);
  for (const [name, value] of Object.entries(started)) {
    if (!name.startsWith(keptPrefix)) continue;
    change(name, undefined);
    change(name.slice(keptPrefix.length), value);
  }
  return { user, calledName, grownCache: started.DK_GROWN_CACHE || undefined, changes };
}
