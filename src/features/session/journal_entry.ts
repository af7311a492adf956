import type { LedgerStep } from "../containerize/ledger.ts";
import type { RecordedStep } from "./recorded_step.ts";
import type { ShellState } from "./shell_protocol.ts";
import type { SavedTimeline } from "./timeline_types.ts";

/** Something that a session must not lose. */
export type JournalEntry =
  /** The first one. `project`: absolute path of the folder. */
  | { kind: "begin"; version: 1; project: string }
  /** A step was recorded as number `number`, from 0; those with higher numbers are forgotten. */
  | { kind: "step"; number: number; recorded: RecordedStep }
  /** Container, snapshots and steps undone are now these. */
  | { kind: "timeline"; saved: SavedTimeline }
  /** Anything else that is plain data, by name: answers, notes, verdicts. */
  | { kind: "value"; name: string; value: unknown };

/** What must not be written anywhere. */
export interface SecretJudge {
  /** True for a variable whose value is a secret. */
  isSecret(name: string, value: string): boolean;
  /** Hides the secrets that a command spells out. */
  conceal(command: string): string;
}

/** Stands for what was not written; nobody can have typed it. */
const marker = "\u{fffd}secret\u{fffd}";

/** Shorter ones are replaced where a variable holds them, and not wherever their letters stand. */
const shortestSecret = 5;

/** Turns entries into lines without a newline in them; keeps in mind the secrets that it has met. */
export class EntryEncoder {
  readonly #secrets = new Set<string>();

  constructor(private readonly judge: SecretJudge) {}

  encode(entry: JournalEntry): string {
    const hidden = entry.kind === "step"
      ? { ...entry, recorded: this.#hideIn(entry.recorded) }
      : entry;
    return JSON.stringify(hidden, (_, value) => this.#plain(value));
  }

  #hideIn({ step, prior }: RecordedStep) {
    const { before, after, command, ran } = step;
    const hidden = { before: this.#hideVariables(before), after: this.#hideVariables(after) };
    const { conceal } = this.judge;
    return { step: { ...step, ...hidden, command: conceal(command), ran: conceal(ran) }, prior };
  }

  #hideVariables(state: ShellState): ShellState {
    const hide = (values: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => {
          const bare = unquoted(value);
          if (!this.judge.isSecret(name, bare)) return [name, value];
          if (bare.length >= shortestSecret) this.#secrets.add(bare);
          return [name, marker];
        }),
      );
    return { ...state, env: hide(state.env), variables: hide(state.variables) };
  }

  #plain(value: unknown): unknown {
    if (value instanceof Uint8Array) return { base64: this.#withoutSecrets(value).toBase64() };
    if (typeof value !== "string") return value;
    let text = value;
    for (const secret of this.#secrets) text = text.replaceAll(secret, marker);
    return text;
  }

  #withoutSecrets(bytes: Uint8Array): Uint8Array {
    const encoder = new TextEncoder();
    // One character per byte, so that what is no text stays as it is.
    let text = latin1(bytes);
    for (const secret of this.#secrets) {
      text = text.replaceAll(latin1(encoder.encode(secret)), latin1(encoder.encode(marker)));
    }
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }
}

/** An entry and the variables of which the values were not written. */
export interface DecodedEntry {
  entry: JournalEntry;
  secrets: string[];
}

/** Reads a line; the variables that held secrets are left out. @throws SyntaxError */
export function decodeEntry(line: string): DecodedEntry {
  const entry = JSON.parse(line, (_, value) => {
    const isBytes = typeof value?.base64 === "string" && Object.keys(value).length === 1;
    return isBytes ? Uint8Array.fromBase64(value.base64) : value;
  }) as JournalEntry;
  if (entry.kind !== "step") return { entry, secrets: [] };
  const secrets = new Set<string>();
  const { step, prior } = entry.recorded;
  const clean = (state: ShellState): ShellState => ({
    ...state,
    env: withoutMarkers(state.env, secrets),
    variables: withoutMarkers(state.variables, secrets),
  });
  const whole: LedgerStep = { ...step, before: clean(step.before), after: clean(step.after) };
  return { entry: { ...entry, recorded: { step: whole, prior } }, secrets: [...secrets] };
}

function withoutMarkers(values: Readonly<Record<string, string>>, secrets: Set<string>) {
  const kept = Object.entries(values).filter(([name, value]) => {
    if (value.includes(marker)) secrets.add(name);
    return !value.includes(marker);
  });
  return Object.fromEntries(kept);
}

function unquoted(value: string): string {
  return /^(['"])[^]*\1$/.test(value) ? value.slice(1, -1) : value;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
