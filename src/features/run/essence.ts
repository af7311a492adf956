/** Maps whose entries mean something even when their value is empty. */
const maps = new Set(["Volumes", "ExposedPorts", "Tmpfs", "Labels", "Config", "StorageOpt"]);

/** Lists that docker's client makes from a map, in any order. */
const unordered = new Set(["Binds", "Env"]);

const defaults: Record<string, unknown> = {
  NetworkMode: "default",
  RestartPolicy: { Name: "no" },
  MemorySwappiness: -1,
  ConsoleSize: [0, 0],
};

/**
 * A create body without all that says nothing: empty values and the client's constants.
 * Two bodies that mean the same to the engine have the same essence: the tests compare them by it.
 */
export function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== "object" || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const bare = maps.has(key) ? field : essence(field);
    if (key === "MacAddress" && "HostConfig" in value) continue; // Only engines below 1.44 read it.
    if (isEmpty(bare) || JSON.stringify(bare) === JSON.stringify(defaults[key])) continue;
    kept[key] = unordered.has(key) ? [...bare as string[]].sort() : bare;
  }
  return kept;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === 0 || value === false) {
    return true;
  }
  return typeof value === "object" && Object.keys(value).length === 0;
}
