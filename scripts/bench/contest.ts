/** Two programs that do the same, measured side by side. */

export interface CommandLine {
  /** As it stands in the result: `dk`, `docker 28.2.2`, `deno`. */
  label: string;
  program: string;
  args: string[];
  env?: Record<string, string>;
}

/** A contest that is set up: what each side runs, and what to do before each measurement. */
export interface Contest {
  dk: CommandLine;
  rival: CommandLine;
  /**
   * Puts the ground back before each run of one side, outside the measured time; may change what
   * that side runs.
   */
  before?(side: "dk" | "rival"): Promise<void>;
  /** Measures, after all runs, what dk must keep to besides the ratio. */
  limits?(): Promise<Limit[]>;
}

/** A figure of dk's own that may not pass its bound. */
export interface Limit {
  /** With its unit: `memory, MB`. */
  name: string;
  value: number;
  bound: number;
}

/** One comparison of dk with another program, or one figure of dk's own. */
export interface BenchCase {
  name: string;
  /** Times that each side runs. */
  rounds: number;
  /** Times that each side runs before it is measured; 3 when left out. */
  warmups?: number;
  /** The most that the ratio of medians (dk to rival) may be. */
  bound: number;
  /** Prepares the ground; what it makes is gone when `stack` is disposed. */
  setup(stack: AsyncDisposableStack): Contest | Promise<Contest>;
}

/** Milliseconds. */
export interface Spread {
  median: number;
  p10: number;
  p90: number;
}

/** What the comparison came to, and whether that is within bounds. */
export interface CaseResult {
  case: string;
  dk: Spread;
  rival: Spread & { label: string };
  ratio: number;
  bound: number;
  limits: Limit[];
  /** Whether neither the ratio nor a limit is over its bound. */
  within: boolean;
}

/**
 * Measures a case: both sides in turn, so that what else the machine does meets both alike, the
 * one that begins changing every time.
 *
 * @throws Error when a command fails: the time of a failure is worth nothing
 */
export async function measureCase(bench: BenchCase, rounds = bench.rounds): Promise<CaseResult> {
  await using stack = new AsyncDisposableStack();
  const contest = await bench.setup(stack);
  const times = { dk: [] as number[], rival: [] as number[] };
  for (let round = -(bench.warmups ?? 3); round < rounds; round++) {
    for (const side of round % 2 === 0 ? ["dk", "rival"] as const : ["rival", "dk"] as const) {
      await contest.before?.(side);
      const time = await timeOf(contest[side]);
      if (round >= 0) times[side].push(time);
    }
  }
  const [dk, rival] = [spreadOf(times.dk), spreadOf(times.rival)];
  const ratio = dk.median / rival.median;
  const limits = await contest.limits?.() ?? [];
  return {
    case: bench.name,
    dk,
    rival: { label: contest.rival.label, ...rival },
    ratio,
    bound: bench.bound,
    limits,
    within: ratio <= bench.bound && limits.every(({ value, bound }) => value <= bound),
  };
}

/** Milliseconds from the start of a program to its end, its output thrown away. */
export async function timeOf({ program, args, env }: CommandLine): Promise<number> {
  const command = new Deno.Command(program, {
    args,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  const start = performance.now();
  const { success, code } = await command.spawn().status;
  const time = performance.now() - start;
  if (!success) throw new Error(`${[program, ...args].join(" ")} failed with ${code}`);
  return time;
}

/** Median and the values that a tenth lies below and above. `times` must not be empty. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)];
    return low + (sorted[Math.ceil(place)] - low) * (place % 1);
  };
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) };
}
