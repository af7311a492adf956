import type { EngineRequest, QueryValue, UpgradeRequest } from "./transport.ts";

const encoder = new TextEncoder();

/** The headers of a request, but for Host and those of an upgrade. */
export function plainHeaders(request: EngineRequest): [string, string][] {
  const headers: [string, string][] = [["User-Agent", "dk"]];
  for (const entry of Object.entries(request.headers ?? {})) headers.push(entry);
  if (request.json !== undefined) {
    headers.push(["Content-Type", "application/json"]);
  } else if (request.body !== undefined) {
    headers.push(["Content-Type", request.contentType ?? "application/x-tar"]);
  }
  const body = payload(request);
  if (body instanceof Uint8Array) headers.push(["Content-Length", String(body.length)]);
  else if (body !== undefined) headers.push(["Transfer-Encoding", "chunked"]);
  else if (request.method !== "GET" && request.method !== "HEAD") {
    headers.push(["Content-Length", "0"]);
  }
  return headers;
}

/** The headers that ask for the connection (engine.md 3.2, 5.4). */
export function upgradeHeaders(request: UpgradeRequest): ReadonlyArray<readonly [string, string]> {
  return [
    ["Connection", "Upgrade"],
    ["Upgrade", request.protocol ?? "tcp"],
    ...request.repeatedHeaders ?? [],
  ];
}

/** What is sent behind the head. */
export function payload(
  { json, body }: EngineRequest,
): Uint8Array | AsyncIterable<Uint8Array> | undefined {
  return json === undefined ? body : encoder.encode(JSON.stringify(json));
}

/** `?all=1&name=a&name=b`, or nothing when no parameter has a value. */
export function queryString(query: Record<string, QueryValue> = {}): string {
  const parameters: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined) continue;
      const text = typeof one === "boolean" ? (one ? "1" : "0") : String(one);
      parameters.push(`${encodeURIComponent(key)}=${encodeURIComponent(text)}`);
    }
  }
  return parameters.length > 0 ? `?${parameters.join("&")}` : "";
}
