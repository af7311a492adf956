/** Settings of `proxies` in docker's config.json, by engine address or `default`. */
export type ProxySettings = Readonly<Record<string, Readonly<Record<string, string>>>>;

const variables: Readonly<Record<string, string>> = {
  httpproxy: "HTTP_PROXY",
  httpsproxy: "HTTPS_PROXY",
  noproxy: "NO_PROXY",
  ftpproxy: "FTP_PROXY",
  allproxy: "ALL_PROXY",
};

/**
 * Reads `proxies` of config.json: variables by engine address (engine.md 8.2).
 *
 * @throws TypeError when it is not an object of objects of strings
 */
export function parseProxies(value: unknown): ProxySettings {
  if (value === undefined || value === null) return {};
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([address, settings]) => {
      const named = Object.entries(objectOf(settings)).flatMap(([key, setting]) => {
        const variable = variables[key.toLowerCase()];
        if (!variable || !setting) return [];
        if (typeof setting !== "string") throw new TypeError(`proxies: ${key} is not a string`);
        return [[variable, setting]];
      });
      return [address, Object.fromEntries(named)];
    }),
  );
}

/** The variables for a container of the engine at `address`, each in both spellings. */
export function proxyVariables(proxies: ProxySettings, address: string): Record<string, string> {
  const settings = Object.entries(proxies[address] ?? proxies.default ?? {});
  return Object.fromEntries(
    settings.flatMap(([name, value]) => [[name, value], [name.toLowerCase(), value]]),
  );
}

function objectOf(value: unknown): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new TypeError("proxies is not an object of objects");
}
