import { Failure } from "../../lib/failure.ts";
import { resolve } from "../../lib/path.ts";
import type { Caller } from "./ca_bundle.ts";
import { type CredentialFile, credentialFiles, type CredentialKind } from "./credential_kinds.ts";
import { lentPath, type Loan } from "./loan.ts";

type Environment = Caller["env"];

/**
 * Lends the caller's files of index credentials to the program that reads them. In `.npmrc`
 * `${NAME}` is replaced by the caller's variable, as npm does: steps lack it.
 *
 * @throws Failure naming the file that is missing or cannot be read
 */
export async function openCredentialLoans(
  kinds: readonly CredentialKind[],
  caller: Caller,
): Promise<Loan[]> {
  return await Promise.all([...new Set(kinds)].map(async (kind): Promise<Loan> => {
    const { name, variable } = credentialFiles[kind];
    const text = await readFirst(kind, caller);
    const content = new TextEncoder().encode(kind === "npm" ? expand(text, caller.env) : text);
    return { files: [{ name, content }], variables: { [variable]: lentPath(name) } };
  }));
}

async function readFirst(kind: CredentialKind, { env, cwd }: Caller): Promise<string> {
  const { variable, places }: CredentialFile = credentialFiles[kind];
  const named = env[variable];
  const paths = named ? [resolve(cwd, named)] : env.HOME ? places(env.HOME, env) : [];
  for (const path of paths) {
    try {
      return await Deno.readTextFile(path);
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) continue;
      throw new Failure(`The credentials ${path} cannot be read`, {
        why: cause instanceof Error ? cause.message : String(cause),
        next: "Check its permissions",
        cause,
      });
    }
  }
  throw new Failure(`There are no credentials for ${kind} to lend`, {
    why: paths.length > 0 ? `There is no ${paths.join(" and no ")}` : "HOME is not set",
    next: `Create the file, name it in ${variable}, or leave ${kind} out of --credentials`,
  });
}

function expand(text: string, env: Environment): string {
  return text.replace(/\$\{([^${}]+)\}/g, (whole, name: string) => env[name] ?? whole);
}
