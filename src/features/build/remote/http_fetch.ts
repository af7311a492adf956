import { Failure } from "../../../lib/failure.ts";
import { withoutUser } from "./git_address.ts";

/** As many as Go's client, which is docker's, follows. */
const maxRedirects = 10;
const shownReason = 300;

/**
 * Asks a web server for a file; the environment's proxies and this machine's certificates count.
 * A user and password in the address go to that server alone.
 *
 * @returns the body, to be read to its end or given up; it throws when the file breaks off
 * @throws Failure when the server cannot be reached or answers with another status than 200
 */
export async function httpFetch(
  address: string,
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const first = parseAddress(address);
  let url = first;
  for (let left = maxRedirects; left >= 0; left--) {
    const response = await ask(url, url.origin === first.origin ? first : url, signal);
    const location = response.headers.get("location");
    if (response.status === 200 && response.body) return readBody(response.body, address, signal);
    await response.body?.cancel();
    if (!location || ![301, 302, 303, 307, 308].includes(response.status)) {
      throw refused(address, response);
    }
    url = redirected(location, url, address);
  }
  throw new Failure(`Cannot fetch ${withoutUser(address)}`, {
    why: `The server redirected more than ${maxRedirects} times`,
    next: "Give the address that the file is really at",
  });
}

function parseAddress(address: string): URL {
  try {
    return new URL(address);
  } catch (cause) {
    throw new Failure(`The address ${withoutUser(address)} is malformed`, {
      next: "Write it as https://HOST/PATH",
      cause,
      exitCode: 2,
    });
  }
}

function redirected(location: string, from: URL, address: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new Failure(`Cannot fetch ${withoutUser(address)}`, {
    why: `The server redirects to ${withoutUser(location)}, which is no address of a web server`,
    next: "Give the address that the file is really at",
  });
}

/** @param login the address whose user and password are sent */
async function ask(url: URL, login: URL, signal?: AbortSignal): Promise<Response> {
  const headers = new Headers({ accept: "*/*" });
  if (login.username || login.password) headers.set("authorization", basic(login));
  try {
    return await fetch(withoutUser(url.href), { headers, redirect: "manual", signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Failure(`Cannot fetch ${withoutUser(url.href)}`, {
      why: reasonOf(error),
      next: "Check the address, and the proxy if there is one",
      cause: error,
    });
  }
}

function basic({ username, password }: URL): string {
  const text = [username, password].map(decodeURIComponent).join(":");
  return `Basic ${new TextEncoder().encode(text).toBase64()}`;
}

function refused(address: string, { status, statusText }: Response): Failure {
  return new Failure(`Cannot fetch ${withoutUser(address)}`, {
    why: `The server answered with status ${`${status} ${statusText}`.trim()}`,
    next: "Check the address, and whether it asks for a login",
  });
}

async function* readBody(
  body: ReadableStream<Uint8Array>,
  address: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk;
  } catch (error) {
    signal?.throwIfAborted();
    const failed = `${withoutUser(address)} broke off before its end`;
    throw new Failure(failed, { why: reasonOf(error), cause: error });
  }
}

/** The innermost cause says it best. */
function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  const text = innermost instanceof Error ? innermost.message : String(innermost);
  return text.slice(0, shownReason);
}
