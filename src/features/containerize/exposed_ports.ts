import type { Service } from "./service_command.ts";

/** Programs that serve on a port of their own unless told another. */
const defaults: readonly [program: RegExp, port: number][] = [
  [/(^|[\s/])flask\s+(\S+\s+)*run\b/, 5000],
  [/(^|[\s/])(gunicorn|uvicorn|hypercorn)\b/, 8000],
  [/\bhttp\.server\b/, 8000],
  [/\bmanage\.py\s+runserver\b/, 8000],
  [/(^|[\s/])streamlit\s+run\b/, 8501],
  [/(^|[\s/])jupyter[\s-](lab|notebook|server)\b/, 8888],
  [/(^|[\s/])(nginx|apache2|httpd|apachectl|apache2ctl)\b/, 80],
];

/** How ports are told on command lines. */
const told: readonly RegExp[] = [
  /--(?:http-|listen-|server[.-])?port[= ](\d{2,5})\b/g,
  /(?:--bind|--listen|-b|-l)[= ](?:\S*:)(\d{2,5})\b/g,
  /\b(?:http\.server|runserver)\s+(?:\S*:)?(\d{2,5})\b/g,
  /(?:flask(?:\s+\S+)*\s+run|http-server|serve|uvicorn)\b.*?\s-(?:p|l)[ =]?(\d{2,5})\b/g,
];

/**
 * Ports for EXPOSE, ascending: those that were told elsewhere (published by the user, found in the
 * project's source), and those of the program itself: what it was told, else what its test asked,
 * else its default.
 */
export function exposedPorts(
  command: string,
  service: Service | undefined,
  elsewhere: readonly number[] = [],
): number[] {
  const serving = service?.command ?? command;
  const own = told.flatMap((pattern) =>
    [...serving.matchAll(pattern)].map(([, port]) => Number(port))
  );
  const asked = service?.asked ?? [];
  const known = defaults.filter(([program]) => program.test(serving)).map(([, port]) => port);
  const found = own.length > 0 ? own : asked.length > 0 ? asked : elsewhere.length > 0 ? [] : known;
  return [...new Set([...elsewhere, ...found])].filter((port) => port > 0 && port < 65536)
    .sort((a, b) => a - b);
}
