/** The four questions on a real terminal; no engine takes part, but tmux must be there. */
import assert from "node:assert/strict";
import { join } from "../../src/lib/path.ts";
import { Terminal } from "./terminal.ts";

const here = import.meta.dirname!;
const driver = join(here, "questions_driver.ts");
const meteorite = join(here, "../fixtures/meteorite");

/** A terminal in which the first question is asked; the answers go to a file. */
async function asking(size: { columns: number; rows: number }, env = "") {
  const terminal = await Terminal.open(size);
  const answers = await Deno.makeTempFile({ prefix: "dkt-ask-" });
  const deno = `${env} ${Deno.execPath()} run -A --no-check ${driver} ${meteorite}`;
  await terminal.line(`clear; ${deno} >${answers}; echo "ended $?"`);
  await terminal.waitFor(/› (python|$)/m);
  return {
    terminal,
    answers: async () => JSON.parse(await Deno.readTextFile(answers)),
    printed: () => Deno.readTextFile(answers),
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await Deno.remove(answers);
    },
  };
}

async function assertSane(terminal: Terminal): Promise<void> {
  await terminal.line("clear; stty -a | grep -oE -- '-?(icanon|isig|echo|opost)\\b' | xargs");
  await terminal.waitFor(/^isig icanon echo opost$|^opost isig icanon echo$/m);
}

Deno.test("Enter four times takes what is suggested, and the screen tells what that was", async () => {
  await using asked = await asking({ columns: 100, rows: 40 });
  const { terminal } = asked;
  await terminal.keys("Enter");
  await terminal.waitFor(/2\/4 {2}Dependencies/);
  await terminal.keys("Enter", "Enter", "Enter");
  const screen = await terminal.waitFor(/^ended 0$/m);
  assert.deepEqual(await asked.answers(), {
    base: "python:3.12-slim",
    dependencies: [],
    install: ["chmod +rx /code/ml_data_analysis.py"],
    environment: ["PYTHONUNBUFFERED=1", "PATH=/code:$PATH"],
  });
  assert.match(screen, /^1\/4 {2}Base image {2}you develop with Python 3\.12\.4; to be pulled/m);
  assert.match(screen, /^ {3}python:3\.12-slim\n2\/4 {2}Dependencies/m);
  assert.match(screen, /^ {3}\(none\)\n3\/4/m);
  assert.match(screen, /^ {3}PATH=\/code:\$PATH\nended 0/m);
  assert.doesNotMatch(screen, /›/);
  await assertSane(terminal);
});

Deno.test("answers are edited, added to and taken away; what is typed ahead is not lost", async () => {
  await using asked = await asking({ columns: 60, rows: 24 });
  const { terminal } = asked;
  await terminal.line("debian:12");
  await terminal.keys("C-u"); // While dk looks into the image: it clears what is suggested next.
  await terminal.waitFor(/Its Python is 3\.11; you develop with\s+3\.12\.4/);
  await terminal.line("debian:12");
  await terminal.waitFor(/2\/4/);
  // An added package, an empty line that ends the list, and the next question's Enter at once.
  await terminal.keys(
    "n",
    "u",
    "m",
    "p",
    "y",
    "Enter",
    "Enter",
    "Up",
    "C-u",
    "Down",
    "Enter",
    "Enter",
  );
  await terminal.waitFor(/^ended 0$/m);
  assert.deepEqual(await asked.answers(), {
    base: "debian:12",
    dependencies: [
      "apt-get update && apt-get install -y python3",
      "apt-get update && apt-get install -y python3 python3-venv",
      "python3 -m venv /opt/venv",
      "/opt/venv/bin/pip install numpy",
    ],
    install: [],
    environment: ["PYTHONUNBUFFERED=1", "PATH=/code:$PATH"],
  });
});

Deno.test("ctrl-C and ctrl-D leave a sane terminal, and no answer", async () => {
  for (const [key, code] of [["C-c", 130], ["C-d", 2]] as const) {
    await using asked = await asking({ columns: 80, rows: 24 });
    await asked.terminal.keys(key);
    await asked.terminal.waitFor(new RegExp(`^ended ${code}$`, "m"));
    assert.equal(await asked.printed(), "");
    await assertSane(asked.terminal);
  }
});

Deno.test("no more than one process watches over the terminal, however many questions", async () => {
  await using asked = await asking({ columns: 80, rows: 24 });
  await asked.terminal.keys("Enter");
  await asked.terminal.waitFor(/2\/4/);
  await asked.terminal.keys("Enter");
  await asked.terminal.waitFor(/3\/4[^]* › $/m);
  const children = async (pid: number | string, name: string) => {
    const { stdout } = await new Deno.Command("pgrep", { args: ["-P", `${pid}`, name] }).output();
    return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
  };
  const [driver] = await children(await asked.terminal.shellPid(), "deno");
  assert.equal((await children(driver, "sh")).length, 1);
});

Deno.test("SIGTERM leaves a sane terminal and no answer", async () => {
  await using asked = await asking({ columns: 80, rows: 24 });
  const { stdout } = await new Deno.Command("pgrep", {
    args: ["-P", `${await asked.terminal.shellPid()}`, "deno"],
  }).output();
  Deno.kill(Number(new TextDecoder().decode(stdout)), "SIGTERM");
  await asked.terminal.waitFor(/^ended 143$/m);
  assert.equal(await asked.printed(), "");
  await assertSane(asked.terminal);
});

Deno.test("a question follows its terminal's size", async () => {
  await using asked = await asking({ columns: 80, rows: 24 });
  const { terminal } = asked;
  await terminal.keys("C-u");
  await terminal.keys(..."registry.example.org/a/long/name/of/an/image:1.2".split(""));
  await terminal.waitFor(/image:1\.2$/m);
  await terminal.resize(30, 24);
  await terminal.waitFor(/^ › ….*image:1\.2$/m);
  await terminal.resize(80, 24);
  await terminal.waitFor(/^ › registry.*image:1\.2$/m);
  await terminal.keys("C-c");
  await terminal.waitFor(/^ended 130$/m);
});

Deno.test("a terminal of 24 columns and 6 rows will do, without colours as well", async () => {
  await using asked = await asking({ columns: 24, rows: 6 }, "NO_COLOR=1");
  const { terminal } = asked;
  await terminal.keys("C-u");
  await terminal.line("registry.example.org/a/very/long/name/python:3.12-slim");
  await terminal.waitFor(/2\/4/);
  await terminal.keys("Enter", "Enter", "Enter");
  await terminal.waitFor(/^ended 0$/m);
  const { base } = await asked.answers();
  assert.equal(base, "registry.example.org/a/very/long/name/python:3.12-slim");
});

Deno.test("a terminal that cannot move its cursor is asked plainly", async () => {
  await using asked = await asking({ columns: 80, rows: 24 }, "TERM=dumb");
  const { terminal } = asked;
  await terminal.line("");
  await terminal.waitFor(/2\/4/);
  await terminal.line("-");
  await terminal.waitFor(/3\/4/);
  await terminal.line("make it");
  await terminal.line("");
  await terminal.waitFor(/4\/4/);
  await terminal.line("");
  await terminal.waitFor(/^ended 0$/m);
  assert.deepEqual(await asked.answers(), {
    base: "python:3.12-slim",
    dependencies: [],
    install: ["make it"],
    environment: ["PYTHONUNBUFFERED=1", "PATH=/code:$PATH"],
  });
});
