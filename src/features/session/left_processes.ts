import type { SessionContainer } from "./session_container.ts";
import type { SessionShell } from "./session_shell.ts";

/** `PID (NAME) STATE PPID PGRP SESSION ...` per process, the shell's own pid, and the uptime. */
const report = `command -p cat /proc/[0-9]*/stat; echo "driver $$"; command -p cat /proc/uptime`;

/** Ticks of `/proc/PID/stat` in a second; the same on every Linux. */
const ticks = 100;

/** A process of a container, its ids as the container sees them. */
interface Process {
  pid: number;
  name: string;
  /** 0 for the keeper and for what `exec` has started. */
  parent: number;
  /** Pid of the process that leads its session. */
  session: number;
  hasTerminal: boolean;
  isZombie: boolean;
  /** Seconds. */
  age: number;
}

/**
 * True when commands of the session have left programs running, such as a database server: it
 * would be puzzled by files that change under it.
 *
 * @param seconds younger processes do not count
 */
export async function hasLeftProcesses(root: SessionShell, seconds: number): Promise<boolean> {
  const text = await root.capture(report);
  return leftProcesses(text).some(({ age }) => age > seconds);
}

/**
 * Ends the shells of an earlier dk and what was running in them: nobody listens to it any more.
 * Programs that have made themselves independent go on.
 */
export async function endOldShells(container: SessionContainer): Promise<void> {
  const root = await container.openDriver({ output: () => Promise.resolve(), user: "0:0" });
  try {
    const old = oldShells(await root.capture(report)).map(({ pid }) => pid);
    if (old.length > 0) await root.run(`kill -KILL ${old.join(" ")}`);
  } finally {
    root.close();
  }
}

/** Neither keeper nor shell nor what asks: the keeper's only child is its `sleep`. */
export function leftProcesses(text: string): Process[] {
  const { processes, driver } = parse(text);
  const keepers = processes.find(({ parent, name }) => parent === 1 && name === "sleep");
  const asking = new Set([driver]);
  for (let size = 0; size !== asking.size;) {
    size = asking.size;
    for (const { pid, parent } of processes) if (asking.has(parent)) asking.add(pid);
  }
  const executed = new Set(processes.flatMap(({ pid, parent }) => parent === 0 ? [pid] : []));
  return processes.filter((each) =>
    each.pid !== 1 && each.parent !== 0 && !asking.has(each.pid) && each !== keepers &&
    !each.isZombie && !isRelay(each, executed)
  );
}

/** What passes the reports of a recorded shell on (terminal/relay_program.ts): dk's own. */
function isRelay({ name, parent, hasTerminal }: Process, executed: ReadonlySet<number>): boolean {
  return name === "cat" && !hasTerminal && executed.has(parent);
}

/** What `exec` has started, the asking shell excepted, and all in their sessions. */
export function oldShells(text: string): Process[] {
  const { processes, driver } = parse(text);
  const old = new Set(
    processes.filter(({ pid, parent }) => parent === 0 && pid !== 1 && pid !== driver)
      .map(({ pid }) => pid),
  );
  return processes.filter(({ pid, session }) => old.has(pid) || old.has(session));
}

function parse(text: string): { processes: Process[]; driver: number } {
  const lines = text.split("\n");
  const uptime = parseFloat(lines.findLast((line) => /^[\d.]+ [\d.]+$/.test(line)) ?? "0");
  const driver = Number(lines.find((line) => line.startsWith("driver "))?.slice(7));
  const processes: Process[] = [];
  for (const line of lines) {
    const stat = /^(\d+) \((.*)\) (\S) (.*)$/.exec(line);
    if (!stat) continue;
    const [, pid, name, state] = stat;
    const numbers = stat[4].split(" ").map(Number);
    processes.push({
      pid: Number(pid),
      name,
      parent: numbers[0],
      session: numbers[2],
      hasTerminal: numbers[3] !== 0,
      isZombie: state === "Z",
      age: uptime - numbers[18] / ticks,
    });
  }
  return { processes, driver };
}
