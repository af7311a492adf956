import { values } from "../cli/flags.ts";
import type { Filters } from "../engine/filters.ts";
import { UsageFailure } from "../lib/failure.ts";

type Filter = readonly [key: string, value: string];

/** `--filter KEY=VALUE`, repeatable as docker's: the engine decides which keys it knows. */
export function filterFlag(keys: string) {
  return values(parseFilter, `Only what matches, such as ${keys}; repeatable`, {
    short: "f",
    placeholder: "KEY=VALUE",
  });
}

/** Filters by key, in the order in which they were given. */
export function gatherFilters(given: readonly Filter[]): Filters {
  const filters: Record<string, string[]> = {};
  for (const [key, value] of given) (filters[key] ??= []).push(value);
  return filters;
}

function parseFilter(text: string, flag: string): Filter {
  const equals = text.indexOf("=");
  const key = text.slice(0, equals).trim().toLowerCase();
  if (equals > 0 && key !== "") return [key, text.slice(equals + 1).trim()];
  throw new UsageFailure(`Invalid value ${JSON.stringify(text)} for ${flag}`, {
    next: "Write it as KEY=VALUE, for example status=exited",
  });
}
