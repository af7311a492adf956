import type { Environment } from "../../lib/environment.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { join } from "../../lib/path.ts";

/** How a program finds its configuration, here and in a step. */
export interface CredentialFile {
  /** Name of the lent file. */
  name: string;
  /** Variable that names the file. */
  variable: string;
  /** Places of the file in the order in which the program looks, from the home directory. */
  places(home: string, env: Environment): string[];
}

/** The programs whose index credentials can be lent. */
export const credentialFiles = {
  pip: {
    name: "pip.conf",
    variable: "PIP_CONFIG_FILE",
    places: (home, env) => [
      join(env.XDG_CONFIG_HOME || join(home, ".config"), "pip/pip.conf"),
      join(home, ".pip/pip.conf"),
    ],
  },
  npm: {
    name: "npmrc",
    variable: "NPM_CONFIG_USERCONFIG",
    places: (home) => [join(home, ".npmrc")],
  },
  netrc: {
    name: "netrc",
    variable: "NETRC",
    places: (home) => [join(home, ".netrc"), join(home, "_netrc")],
  },
} satisfies Record<string, CredentialFile>;

/** One of them. */
export type CredentialKind = keyof typeof credentialFiles;

/**
 * Reads `--credentials`: names divided by commas.
 *
 * @throws UsageFailure
 */
export function parseCredentialKinds(value: string, flag: string): CredentialKind[] {
  return value.split(",").map((name) => {
    if (Object.hasOwn(credentialFiles, name)) return name as CredentialKind;
    throw new UsageFailure(`Invalid value ${JSON.stringify(value)} for ${flag}`, {
      next: `Use one or several of: ${Object.keys(credentialFiles).join(",")}`,
    });
  });
}
