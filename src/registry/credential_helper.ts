import { type Environment, setVariables } from "../lib/environment.ts";
import { Failure } from "../lib/failure.ts";
import type { Credentials } from "./credentials.ts";

/** How a helper program is called. */
export interface HelperOptions {
  /** The helper's environment; its PATH is where the helper is looked for. */
  env: Environment;
  signal?: AbortSignal;
}

/** What helpers print when they know nothing of a server; the protocol has no other sign. */
const notFoundText = "credentials not found in native keychain";
/** User name that marks the secret as an identity token. */
const tokenUser = "<token>";
const maxMessage = 500;

/**
 * Asks `docker-credential-NAME` for a server's credentials (engine.md 8.3); undefined when it
 * has none.
 *
 * @throws Failure when the helper is not installed, fails or answers something else than JSON
 */
export async function helperGet(
  name: string,
  key: string,
  options: HelperOptions,
): Promise<Credentials | undefined> {
  const { success, output } = await runHelper(name, "get", key, options);
  if (!success) {
    if (output.trim() === notFoundText) return undefined;
    throw refused(name, `has no answer for ${key}`, output);
  }
  const { Username, Secret } = parseAnswer<{ Username?: string; Secret?: string }>(name, output);
  if (!Secret) return undefined;
  if (Username === tokenUser) return { identityToken: Secret };
  return { username: Username ?? "", password: Secret };
}

/** Lets a helper keep credentials. @throws Failure as {@link helperGet} */
export async function helperStore(
  name: string,
  key: string,
  credentials: Credentials,
  options: HelperOptions,
): Promise<void> {
  const { username, password, identityToken } = credentials;
  const input = JSON.stringify({
    ServerURL: key,
    Username: identityToken ? tokenUser : username,
    Secret: identityToken ?? password,
  });
  const { success, output } = await runHelper(name, "store", input, options);
  if (!success) throw refused(name, `did not keep the credentials for ${key}`, output);
}

/** Lets a helper forget credentials; it is no error when it has none. */
export async function helperErase(
  name: string,
  key: string,
  options: HelperOptions,
): Promise<void> {
  const { success, output } = await runHelper(name, "erase", key, options);
  if (success || output.trim() === notFoundText) return;
  throw refused(name, `did not forget the credentials for ${key}`, output);
}

/** The servers that a helper knows. */
export async function helperList(name: string, options: HelperOptions): Promise<string[]> {
  const { success, output } = await runHelper(name, "list", "unused", options);
  if (!success) throw refused(name, "does not list what it keeps", output);
  return Object.keys(parseAnswer<Record<string, string> | null>(name, output) ?? {});
}

async function runHelper(
  name: string,
  action: string,
  input: string,
  { env, signal }: HelperOptions,
): Promise<{ success: boolean; output: string }> {
  signal?.throwIfAborted();
  const child = spawn(name, action, env, signal);
  const output = child.output(); // Read while writing, lest both sides wait for each other.
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch (error) {
    // A helper may answer without reading; how it ended says whether that was well.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
  const { success, stdout } = await output;
  signal?.throwIfAborted();
  return { success, output: new TextDecoder().decode(stdout) };
}

function spawn(name: string, action: string, env: Environment, signal?: AbortSignal) {
  const program = `docker-credential-${name}`;
  try {
    return new Deno.Command(program, {
      args: [action],
      clearEnv: true,
      env: setVariables(env),
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
      signal,
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Failure(`The credential helper ${program} is not installed`, {
      why: "Docker's config.json names it (credsStore or credHelpers), but PATH does not hold it",
      next: "Install it, or remove its entry from config.json",
      cause: error,
    });
  }
}

const brokenHelper = "Repair it, or take it out of credsStore and credHelpers in config.json";

/** Parses without ever quoting the answer, which may hold a secret. */
function parseAnswer<T>(name: string, output: string): T {
  try {
    return JSON.parse(output) as T;
  } catch {
    throw new Failure(`The credential helper docker-credential-${name} did not answer with JSON`, {
      next: brokenHelper,
    });
  }
}

function refused(name: string, what: string, output: string): Failure {
  return new Failure(`The credential helper docker-credential-${name} ${what}`, {
    why: output.trim().slice(0, maxMessage) || "It failed without a message",
    next: brokenHelper,
  });
}
