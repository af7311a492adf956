const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/**
 * Bytes as docker prints them: decimal units and three significant digits (`1.32MB`, `212MB`).
 * What would round up to 1000 moves to the next unit, where docker writes `1e+03MB`.
 */
export function humanSize(bytes: number, digits = 3): string {
  const sign = bytes < 0 ? "-" : "";
  let size = Math.abs(bytes);
  let unit = 0;
  while (unit < units.length - 1 && Number(size.toPrecision(digits)) >= 1000) {
    size /= 1000;
    unit++;
  }
  return `${sign}${Number(size.toPrecision(digits))}${units[unit]}`;
}
