import type { Environment } from "../../../lib/environment.ts";
import { withoutUser } from "./git_address.ts";

/** What git must be told so that nobody else is: its command line shows in every process list. */
export interface GitLogin {
  /** The address without what is secret. */
  remote: string;
  /** Variables for git's environment. */
  env: Record<string, string>;
  /** Texts that must not be shown. */
  secrets: string[];
}

/** Answers git's question for a login from variables; git adds what is asked for as `$1`. */
const helper = `!f() { test "$1" = get && ` +
  `printf 'username=%s\\npassword=%s\\n' "$DK_GIT_USERNAME" "$DK_GIT_PASSWORD"; }; f`;

/**
 * Takes the user's name and password out of a web address, and hands them to git by variables,
 * after what the user's own git configuration knows. Nothing of them is written to a file.
 *
 * @param env the user's environment, whose GIT_CONFIG_COUNT is carried on
 */
export function gitLogin(
  remote: string,
  env: Environment,
): GitLogin {
  const plain = withoutUser(remote);
  if (!/^https?:/.test(remote) || plain === remote) return { remote, env: {}, secrets: [] };
  const { username, password, origin } = new URL(remote);
  const name = decodeURIComponent(username);
  const settings: [string, string][] = [[`credential.${origin}.username`, name]];
  if (!password) return { remote: plain, env: asVariables(settings, env), secrets: [name] };
  const secret = decodeURIComponent(password);
  settings.push([`credential.${origin}.helper`, helper]);
  return {
    remote: plain,
    env: { ...asVariables(settings, env), DK_GIT_USERNAME: name, DK_GIT_PASSWORD: secret },
    secrets: [secret, name],
  };
}

/** Settings of git as variables of its environment (git-config, GIT_CONFIG_COUNT; git 2.31). */
function asVariables(
  settings: readonly [name: string, value: string][],
  env: Environment,
): Record<string, string> {
  const first = Number(env.GIT_CONFIG_COUNT ?? 0) || 0;
  const variables = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, name],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(first + settings.length), ...Object.fromEntries(variables) };
}
