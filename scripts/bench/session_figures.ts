import { removeContainer } from "../../src/engine/containers/lifecycle.ts";
import { parseJournal } from "../../src/features/session/journal.ts";
import { removeUnusedImages } from "../../src/features/session/strays.ts";
import type { Limit } from "./contest.ts";
import type { World } from "./engine_cases.ts";
import { PtyProgram } from "./pty_program.ts";

const prompt = "ready%";
const keyCount = 200;
const commandCount = 50;
const outputBytes = 100_000_000;

/** 600 MB and 20,000 files, as an install leaves them. */
const install = "mkdir /srv/many && seq 20000 | split -l 1 -a 4 - /srv/many/f && " +
  "head -c 600000000 /dev/urandom > /srv/big";

/**
 * What a session of `dk containerize` costs whoever types in it, beside a bare `docker run -it`.
 *
 * @throws Error when one of them does not do what it was told
 */
export async function sessionFigures(world: World): Promise<Limit[]> {
  const folder = await Deno.makeTempDir({ prefix: "dk-bench-" });
  await Deno.mkdir(`${folder}/project`);
  await Deno.writeTextFile(`${folder}/project/main.sh`, "echo hello\n");
  const none = "--dependency '' --install '' --env ''";
  const dk = `cd ${folder}/project; ${world.dk} containerize --base ${world.image} ${none}`;
  try {
    await using session = new PtyProgram(dk, { XDG_STATE_HOME: `${folder}/state` });
    await using bare = new PtyProgram(`${world.docker.path} run --rm -it ${world.image} bash`);
    for (const program of [session, bare]) await setPrompt(program);
    const keys = await compare(session, bare, keyCount, keyTime);
    const commands = await compare(session, bare, commandCount, commandTime);
    return [
      { name: "session: a key more than docker run -it, ms", value: keys, bound: 2 },
      { name: "session: a recorded command more, ms", value: commands, bound: 50 },
      { name: "session: bytes lost of 100 MB", value: await lostBytes(session), bound: 0 },
      { name: "session: undo after an install of 600 MB, s", value: await undo(session), bound: 2 },
    ];
  } finally {
    await removeSession(world, `${folder}/state`);
    await Deno.remove(folder, { recursive: true });
  }
}

async function setPrompt(program: PtyProgram): Promise<void> {
  await program.until("", "# ");
  await program.until("PS1='ready''% '\r", prompt);
}

/** By how much the medians of the two differ, milliseconds. */
async function compare(
  session: PtyProgram,
  bare: PtyProgram,
  count: number,
  time: (program: PtyProgram, round: number) => Promise<number>,
): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let round = -5; round < count; round++) {
    for (const [index, program] of [session, bare].entries()) {
      const taken = await time(program, round);
      if (round >= 0) times[index].push(taken);
    }
  }
  const [one, other] = times.map(median);
  console.error(`  dk ${one.toFixed(2)} ms, docker ${other.toFixed(2)} ms`);
  return one - other;
}

/** From a key to its echo; the line is emptied before it gets long. */
async function keyTime(program: PtyProgram, round: number): Promise<number> {
  const taken = await program.until("x", "x");
  if ((round + 6) % 50 === 0) await emptyLine(program);
  return taken;
}

async function emptyLine(program: PtyProgram): Promise<void> {
  await program.type("\x15");
  await new Promise((resolve) => setTimeout(resolve, 100));
}

/** From Enter to the next prompt. */
async function commandTime(program: PtyProgram, round: number): Promise<number> {
  if (round === -5) await emptyLine(program);
  return await program.until("true\r", prompt);
}

async function lostBytes(session: PtyProgram): Promise<number> {
  const counter = session.count("q".charCodeAt(0));
  await session.until(`head -c ${outputBytes} /dev/zero | tr '\\0' '\\161'\r`, prompt, 300);
  return Math.abs(outputBytes - counter.stop());
}

/** Seconds that the undo of a quick command takes, right after the install. */
async function undo(session: PtyProgram): Promise<number> {
  await session.until(`${install}\r`, prompt, 300);
  await session.until("sleep 0.1; echo quick > /srv/quick\r", prompt);
  const taken = await session.until("dk undo\r", prompt, 300);
  await session.until("ls /srv/quick\r", "No such file");
  return taken / 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The container of the session that was left, and the images made of it. */
async function removeSession({ engine }: World, stateHome: string): Promise<void> {
  const sessions = `${stateHome}/dk/sessions`;
  for (const { name } of Deno.readDirSync(sessions)) {
    const text = await Deno.readTextFile(`${sessions}/${name}/journal`);
    const { saved } = parseJournal(text.slice(0, text.lastIndexOf("\n") + 1), name);
    if (!saved) continue;
    await removeContainer(engine, saved.container, { force: true, volumes: true });
    await removeUnusedImages(engine, saved.snapshots.map(({ image }) => image));
  }
}
