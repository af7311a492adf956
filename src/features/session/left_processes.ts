import type { SessionShell } from "./session_shell.ts";

/** One line per process: `PID (NAME) STATE PPID ...`, then the shell's own pid and the uptime. */
const report = `command -p cat /proc/[0-9]*/stat; echo "driver $$"; command -p cat /proc/uptime`;

/** Ticks of `/proc/PID/stat` in a second; the same on every Linux. */
const ticks = 100;

/**
 * True when commands of the session have left programs running, such as a database server: it
 * would be puzzled by files that change under it. Shells started by `exec` are nobody's children
 * in the container; the keeper's only child is its `sleep`.
 *
 * @param seconds younger processes do not count: they belong to what is being asked for now
 */
export async function hasLeftProcesses(root: SessionShell, seconds: number): Promise<boolean> {
  return findLeftProcesses(await root.capture(report), Math.max(seconds, 0.3)).length > 0;
}

/** Process ids of what the commands of the session have left running. */
export function findLeftProcesses(text: string, seconds: number): number[] {
  const lines = text.split("\n");
  const uptime = parseFloat(lines.findLast((line) => /^[\d.]+ [\d.]+$/.test(line)) ?? "0");
  const driver = Number(lines.find((line) => line.startsWith("driver "))?.slice(7));
  const left: number[] = [];
  let keepersChildren = 0;
  for (const line of lines) {
    const stat = /^(\d+) \(([^]*)\) (.*)$/.exec(line);
    if (!stat) continue;
    const [state, parent, ...rest] = stat[3].split(" ");
    const age = uptime - Number(rest[17]) / ticks;
    const isKeepers = Number(stat[1]) === 1 || parent === "0" || state === "Z" ||
      Number(parent) === driver ||
      (parent === "1" && stat[2] === "sleep" && keepersChildren++ === 0);
    if (!isKeepers && age > seconds) left.push(Number(stat[1]));
  }
  return left;
}
