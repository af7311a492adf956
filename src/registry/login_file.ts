import { Failure } from "../lib/failure.ts";
import { dirname } from "../lib/path.ts";
import { writeEntry } from "./auth_entries.ts";
import { helperErase, helperStore } from "./credential_helper.ts";
import {
  authFilePath,
  type CredentialOptions,
  helperFor,
  readAuthSettings,
} from "./credential_store.ts";
import { credentialKey, type Credentials } from "./credentials.ts";

/** Where credentials went: to a helper, or readable into a file. */
export type KeptIn = { kind: "helper"; name: string } | { kind: "file"; path: string };

/**
 * Keeps credentials where docker would look for them: with the registry's helper, or in
 * `config.json`, whose other content stays as it is.
 *
 * @param domain as of a reference; Docker Hub is `docker.io`
 * @throws Failure when the helper fails or the file cannot be read
 */
export async function keepCredentials(
  domain: string,
  credentials: Credentials,
  options: CredentialOptions,
): Promise<KeptIn> {
  const key = credentialKey(domain);
  const settings = await readAuthSettings(options);
  const helper = await helperFor(key, settings, options);
  const path = await authFilePath(options);
  if (helper) await helperStore(helper, key, credentials, options);
  const chosenByItself = helper && !settings.credHelpers.has(key) && !settings.credsStore;
  await editFile(path, (document) => ({
    ...document,
    // An entry ends docker's own choice of a helper, so the file must name it from now on.
    ...(chosenByItself && { credsStore: helper }),
    // Docker, too, leaves an empty entry for what a helper keeps.
    auths: { ...document.auths, [key]: helper ? {} : writeEntry(credentials) },
  }));
  return helper ? { kind: "helper", name: helper } : { kind: "file", path };
}

/** Forgets a registry's credentials. False when none were known. */
export async function forgetCredentials(
  domain: string,
  options: CredentialOptions,
): Promise<boolean> {
  const key = credentialKey(domain);
  const settings = await readAuthSettings(options);
  const helper = await helperFor(key, settings, options);
  if (helper) await helperErase(helper, key, options);
  if (!settings.auths.has(key)) return helper !== undefined;
  await editFile(await authFilePath(options), (document) => {
    const { [key]: _forgotten, ...auths } = document.auths;
    return { ...document, auths };
  });
  return true;
}

/** `config.json`, whatever else it holds. */
interface ConfigDocument {
  auths: Record<string, unknown>;
  credsStore?: string;
}

/** Replaces a file's content at once, so that a reader sees the old or the new one. */
async function editFile(
  path: string,
  edit: (document: ConfigDocument) => ConfigDocument,
): Promise<void> {
  const target = await realPath(path);
  await Deno.mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const edited = edit(await readDocument(target));
  const temporary = await Deno.makeTempFile({ dir: dirname(target), prefix: "config.json." });
  try {
    await Deno.writeTextFile(temporary, `${JSON.stringify(edited, null, "\t")}\n`);
    await Deno.chmod(temporary, 0o600);
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary);
    throw error;
  }
}

/** The file behind symbolic links, which stay in place. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}

/** The file's fields; a name that is written in another case is brought into docker's own. */
async function readDocument(path: string): Promise<ConfigDocument> {
  const fields = Object.entries(await readFields(path));
  const named = fields.map(([name, value]) => [ownNames.get(name.toLowerCase()) ?? name, value]);
  const document = Object.fromEntries(named);
  return { ...document, auths: document.auths ?? {} };
}

const ownNames = new Map([["auths", "auths"], ["credsstore", "credsStore"]]);

async function readFields(path: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    if (error instanceof SyntaxError) {
      throw new Failure(`${path} is not JSON`, { next: "Correct or remove the file" });
    }
    throw error;
  }
}
