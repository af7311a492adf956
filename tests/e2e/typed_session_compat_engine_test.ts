/** The tutorial's path, typed in a real terminal from start to end. */
import assert from "node:assert/strict";
import { join } from "../../src/lib/path.ts";
import { type BaseKind, ContainerizeBench } from "./containerize_bench.ts";
import type { Terminal } from "./terminal.ts";
import { TypedSession, unasked } from "./typed_session.ts";

const fixture = join(import.meta.dirname!, "../fixtures/meteorite");
const byHand = "# Changed by hand";
const program = "ml_data_analysis.py";

/** Editors of the bases, and the keys that put a line at the end of a file. */
const editors: Record<string, { name: string; edit(terminal: Terminal): Promise<void> }> = {
  bash: {
    name: "nano",
    async edit(terminal) {
      await terminal.waitFor(/GNU nano[^]*Write Out/);
      await terminal.keys("M-/");
      await terminal.keys("-l", byHand);
      await terminal.keys("C-o");
      await terminal.waitFor(/File Name to Write/);
      await terminal.keys("Enter");
      await terminal.waitFor(/Wrote \d+ lines/);
      await terminal.keys("C-x");
    },
  },
  dash: {
    name: "ed",
    async edit(terminal) {
      await terminal.waitFor(/1162$/m);
      for (const line of ["$a", byHand, ".", "w", "q"]) await terminal.line(line);
    },
  },
  ash: {
    name: "vi",
    async edit(terminal) {
      await terminal.waitFor(/ml_data_analysis\.py.*1\/\d+/);
      await terminal.keys("G", "o");
      await terminal.keys("-l", byHand);
      await terminal.keys("Escape");
      // What follows at once would be a key of its own, Alt and a letter.
      await terminal.waitFor(/^- \S+ml_data_analysis\.py \[Modified\] \d+\/\d+/m);
      await terminal.line(":wq");
    },
  },
};

/** What dk does for a shell depends on no engine: two of them are enough for all shells. */
const shells: BaseKind[] =
  ["sid-containerd", "podman"].includes(Deno.env.get("DK_TEST_ENGINE") ?? "")
    ? ["bash"]
    : ["bash", "dash", "ash"];

for (const kind of shells) {
  Deno.test(`the tutorial typed in ${kind}, with detours, becomes a proven image`, async () => {
    const { name: editor, edit } = editors[kind];
    const added = editor === "vi" ? [] : [editor];
    await using bench = await ContainerizeBench.open(kind, added);
    for (const file of ["Meteorite_Landings.json", program]) {
      await Deno.copyFile(join(fixture, file), join(bench.project, file));
    }
    await Deno.writeTextFile(join(bench.project, "Dockerfile"), ""); // The tutorial's `touch`.
    await using session = await TypedSession.open(bench, {
      flags: [...unasked, "--mount", ".:/data"],
    });
    await session.begun();
    const { terminal } = session;
    await session.run("apt-get update", 300);
    await terminal.line("apt-get install python3");
    await terminal.waitFor(/Do you want to continue\? \[Y\/n\]/);
    await terminal.line("y");
    await session.recorded(2, 300);
    await session.run("apt-get instal x");
    await session.run("cd /code");
    await session.run("ls -l");
    await session.run(`chmod +rx ${program}`);
    await session.run("export PATH=/code:$PATH");
    await session.run("cd /home");
    await session.run("cp /code/Meteorite_Landings.json .");
    await session.run(`${program} Meteorite_Landings.json`);
    await terminal.waitFor(/Northern & Eastern/);
    await session.run("touch detour");
    await session.run("rm detour");
    await session.run(`cp /code/${program} /home/wrong.py`);
    await session.word("undo", /^Undone: cp \/code\/ml_data_analysis\.py \/home\/wrong\.py$/m);
    await terminal.line(`${editor} /code/${program}`);
    await edit(terminal);
    await session.recorded(14);
    await session.word("note 'what the program prints last'", /^\n.*[#$] $/);
    await session.run("echo landings > /etc/meteorites");
    const status = await session.word(
      "status",
      /^ 14 .*> \/etc\/meteorites\n[^]*^(ENTRYPOINT|CMD) /m,
    );
    assert.match(status, /^ {2}3 {3}apt-get instal x {2}\(failed with 100\)$/m);
    const tested = await session.word(
      `test '${program} /data/Meteorite_Landings.json'`,
      /^CV3, 1\n.*[#$] $/m,
    );
    assert.match(tested, /Northern & Eastern/);
    const screen = await session.done();

    assert.match(screen, /^left with 0$/m);
    const dockerfile = await Deno.readTextFile(join(bench.project, "Dockerfile"));
    assert.doesNotMatch(dockerfile, /instal x|detour|wrong|nano|\bed\b|\bvi\b|ls -l/);
    assert.match(dockerfile, /apt-get install -y --no-install-recommends python3=/);
    assert.match(dockerfile, /^# what the program prints last$/m);
    assert.match(dockerfile, /^COPY (--chmod=\d+ )?docker\/files\/code\/ml_data_analysis\.py /m);
    const edited = await Deno.readTextFile(join(bench.project, "docker/files/code", program));
    assert.match(edited, /\n# Changed by hand\n$/);
    assert.match(screen, /^ {2}Equal: /m);
    assert.match(screen, /built and tested/);
    assert.equal(await bench.hasImage(), true);
    await session.assertNothingLeft();
  });
}
