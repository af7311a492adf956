import assert from "node:assert/strict";
import { sessionLedger, type StepEffect } from "../containerize/ledger_fixture.ts";
import { Failure } from "../../lib/failure.ts";
import type { LedgerStep } from "../containerize/ledger.ts";
import { hasJournal, Journal, parseJournal, removeJournal, sessionDirectory } from "./journal.ts";
import { EntryEncoder, type JournalEntry } from "./journal_entry.ts";
import type { RecordedStep } from "./recorded_step.ts";

const judge = {
  isSecret: (name: string) => name.endsWith("TOKEN"),
  conceal: (command: string) => command.replace(/TOKEN=\S+/, "TOKEN=***"),
};

const saved = { id: "s1", container: "c1", at: 2, origin: 0, snapshots: [], read: ["a.py"] };

function recorded(command: string, effect: StepEffect = {}): RecordedStep {
  const [step] = sessionLedger([[command, effect]]).steps;
  const file = {
    type: "file" as const,
    mode: 0o644,
    owner: "0:0",
    size: 1,
    changed: "1.5",
    modified: "1.5",
    read: "1.5",
    inode: "9",
  };
  const present = Object.entries(step).filter(([, value]) => value !== undefined);
  return {
    step: Object.fromEntries(present) as unknown as LedgerStep,
    prior: step.changes.map(({ path }) => [path, file]),
  };
}

const bytes = new Uint8Array([0, 10, 255, 128, 65]);
const edited = { path: "/srv/größe", mode: 0o600, owner: "0:0", content: bytes };

Deno.test("a journal gives back all that was written", async () => {
  const steps = [
    recorded("touch x", { files: ["~/x"], verdict: "keep" }),
    recorded("vim x", { handmade: [edited], verdict: "drop" }),
  ];
  const entries: JournalEntry[] = [
    ...steps.map((each, number) => ({ kind: "step" as const, number, recorded: each })),
    { kind: "timeline", saved },
    { kind: "value", name: "answers", value: { base: "old" } },
    { kind: "value", name: "answers", value: { base: "debian:12" } },
  ];
  await using place = await temporaryPlace();
  {
    using journal = await Journal.create(place.path, "/home/me/größe", judge);
    for (const entry of entries) await journal.append(entry);
  }
  const { journal, content } = await Journal.resume(place.path, judge);
  journal[Symbol.dispose]();
  assert.deepEqual(content, {
    project: "/home/me/größe",
    steps,
    saved,
    values: new Map([["answers", { base: "debian:12" }]]),
    secrets: [],
  });
});

Deno.test("a step without the timeline that comes with it is in force, and no snapshot is sure to be without it", () => {
  const encoder = new EntryEncoder(judge);
  const made = recorded("touch x", { files: ["/srv/x"] });
  const snapshots = [0, 1, 2].map((step) => ({
    step,
    image: `sha256:${step}`,
    container: "c1",
    ended: 1000,
    torn: [],
  }));
  const entries: JournalEntry[] = [
    { kind: "begin", version: 1, project: "/p" },
    { kind: "step", number: 0, recorded: recorded("echo 1") },
    { kind: "step", number: 1, recorded: recorded("echo 2") },
    { kind: "timeline", saved: { ...saved, at: 1, snapshots } }, // The second one is undone.
    { kind: "step", number: 1, recorded: made },
  ];
  const text = entries.map((entry) => `${encoder.encode(entry)}\n`).join("");
  const { changes } = made.step;
  const kept = snapshots.slice(0, 2).map((snapshot) => ({ ...snapshot, torn: changes }));
  assert.deepEqual(parseJournal(text, "journal").saved, { ...saved, at: 2, snapshots: kept });
});

Deno.test("a step forgets those that were undone before it", () => {
  const encoder = new EntryEncoder(judge);
  const lines = [0, 1, 2, 1].map((number, index) =>
    encoder.encode({ kind: "step", number, recorded: recorded(`echo ${index}`) })
  );
  const begin = encoder.encode({ kind: "begin", version: 1, project: "/p" });
  const { steps } = parseJournal(`${[begin, ...lines].join("\n")}\n`, "journal");
  assert.deepEqual(steps.map(({ step }) => step.command), ["echo 0", "echo 3"]);
});

Deno.test("secrets are nowhere in a journal, and their variables are named", () => {
  const encoder = new EntryEncoder(judge);
  const content = new TextEncoder().encode("pass: hunter22é\n");
  const lines = [
    recorded("export MY_TOKEN=hunter22é", { env: { MY_TOKEN: "hunter22é", A: "hunter22é!" } }),
    recorded("curl hunter22é; b=1", { variables: { B_TOKEN: "'let me in'" } }),
    recorded("echo let me in", { handmade: [{ ...edited, content }], files: ["/srv/hunter22é"] }),
  ].map((each, number) => encoder.encode({ kind: "step", number, recorded: each }));
  const begin = encoder.encode({ kind: "begin", version: 1, project: "/p" });
  const text = `${[begin, ...lines].join("\n")}\n`;
  assert.doesNotMatch(text, /hunter22|let me in/);
  const { steps, secrets } = parseJournal(text, "journal");
  assert.deepEqual(secrets, ["A", "B_TOKEN", "MY_TOKEN"]);
  assert.equal(steps[0].step.command, "export MY_TOKEN=***");
  assert.ok(!("MY_TOKEN" in steps[0].step.after.env));
  assert.doesNotMatch(new TextDecoder().decode(steps[2].step.handmade[0].content), /hunter/);
});

Deno.test("resume() takes away a line that was cut off, and goes on behind the last whole one", async () => {
  await using place = await temporaryPlace();
  {
    using journal = await Journal.create(place.path, "/p", judge);
    await journal.append({ kind: "value", name: "a", value: 1 });
  }
  await Deno.writeTextFile(`${place.path}/journal`, '{"kind":"value","name":"ü', { append: true });
  {
    const { journal, content } = await Journal.resume(place.path, judge);
    using _ = journal;
    assert.deepEqual([...content.values], [["a", 1]]);
    await journal.append({ kind: "value", name: "b", value: 2 });
  }
  const { journal, content } = await Journal.resume(place.path, judge);
  journal[Symbol.dispose]();
  assert.deepEqual([...content.values], [["a", 1], ["b", 2]]);
});

/** What is in the file, and why it cannot be gone on with. */
const damages: [name: string, text: string, why: RegExp][] = [
  ["an empty one", "", /no beginning/],
  ["a damaged line", '{"kind":"begin","version":1,"project":"/p"}\n{"kind"\n{}\n', /Line 2/],
];

for (const [name, text, why] of damages) {
  Deno.test(`parseJournal() refuses ${name}`, () => {
    assert.throws(() => parseJournal(text, "journal"), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.why!, why);
      return true;
    });
  });
}

Deno.test("a journal is its user's alone, and one dk's at a time", async () => {
  await using place = await temporaryPlace();
  assert.equal(await hasJournal(place.path), false);
  using journal = await Journal.create(place.path, "/p", judge);
  assert.equal((await Deno.stat(place.path)).mode! & 0o777, 0o700);
  assert.equal((await Deno.stat(`${place.path}/journal`)).mode! & 0o777, 0o600);
  await assert.rejects(Journal.resume(place.path, judge), Failure);
  await assert.rejects(Journal.create(place.path, "/p", judge), Failure);
  assert.equal(await hasJournal(place.path), true);
  await journal.append({ kind: "timeline", saved });
  await removeJournal(place.path);
  assert.equal(await hasJournal(place.path), false);
});

Deno.test("sessionDirectory() gives each folder a place of its own", async () => {
  const [one, other] = await Promise.all(["/p", "/q"].map((path) => sessionDirectory("/s", path)));
  assert.match(one, /^\/s\/dk\/sessions\/[0-9a-f]{32}$/);
  assert.notEqual(one, other);
});

async function temporaryPlace(): Promise<AsyncDisposable & { path: string }> {
  const directory = await Deno.makeTempDir();
  return {
    path: await sessionDirectory(directory, "/p"),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

Deno.test("a journal that cannot be written says where and how to go on", async () => {
  const directory = await Deno.makeTempDir();
  await Deno.symlink("/dev/full", `${directory}/journal`);
  await assert.rejects(Journal.create(directory, "/project", judge), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, /cannot be written down in .*\/journal/);
    assert.match(`${error.why} ${error.next}`, /No space left.*--resume/);
    return true;
  });
  await Deno.remove(directory, { recursive: true });
});
