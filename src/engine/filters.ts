/** Filters by key, such as `{ label: ["a=b", "c"], status: ["exited"] }`. */
export type Filters = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Filters as the engine's `filters` parameter wants them: a JSON object of lists. Undefined
 * when nothing is filtered, so that the parameter is left out.
 */
export function encodeFilters(filters: Filters | undefined): string | undefined {
  if (!filters) return undefined;
  const used = Object.entries(filters).filter(([, values]) => values && values.length > 0);
  return used.length > 0 ? JSON.stringify(Object.fromEntries(used)) : undefined;
}
