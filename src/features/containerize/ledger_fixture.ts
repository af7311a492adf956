import type { FileChange } from "../session/file_listing.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { unattended } from "./packages.ts";

/** What a step of a test's session did, besides being typed. */
export interface StepEffect {
  /**
   * Paths added; a leading `~` marks a modified file, `+x` or `+0640` a mode change, `+0640!` an
   * added file with that mode, `-` a removal.
   */
  files?: string[];
  /** Size of each of the files; 1 when left out. */
  bytes?: number;
  cd?: string;
  env?: Record<string, string | undefined>;
  umask?: string;
  variables?: Record<string, string>;
  functions?: Record<string, string>;
  options?: string[];
  exit?: number;
  handmade?: HandmadeFile[];
  wasTypedInto?: boolean;
  verdict?: LedgerStep["verdict"];
  notes?: string[];
}

/** A ledger as a session would have written it; for tests of what follows from it. */
export function sessionLedger(
  steps: readonly (string | [command: string, effect: StepEffect])[],
  rest: Partial<Ledger> = {},
): Ledger {
  let state = rest.start ?? {
    directory: "/",
    env: { PATH: "/usr/bin:/bin", HOME: "/root" },
    umask: "0022",
    variables: {},
    functions: {},
    options: [],
  };
  const start = state;
  return {
    base: "debian:12",
    baseHasEntrypoint: false,
    shell: { name: "bash", isSh: false },
    user: undefined,
    codeDirectory: "/code",
    project: ["Meteorite_Landings.json", "ml_data_analysis.py"],
    read: [],
    start,
    steps: steps.map((step, index) => {
      const [command, effect] = typeof step === "string" ? [step, {}] : step;
      const before = state;
      const env = Object.entries({ ...before.env, ...effect.env })
        .filter((pair): pair is [string, string] => pair[1] !== undefined);
      state = {
        directory: effect.cd ?? before.directory,
        env: Object.fromEntries(env),
        umask: effect.umask ?? before.umask,
        variables: { ...before.variables, ...effect.variables },
        functions: { ...before.functions, ...effect.functions },
        options: effect.options ?? before.options,
      };
      return {
        line: index + 1,
        command,
        ran: unattended(command),
        exit: effect.exit ?? 0,
        seconds: 0,
        uid: "0",
        before,
        after: state,
        changes: (effect.files ?? []).map((text) => fileChange(text, effect.bytes)),
        handmade: effect.handmade ?? [],
        wasTypedInto: effect.wasTypedInto,
        verdict: effect.verdict,
        notes: effect.notes ?? [],
      };
    }),
    ...rest,
  };
}

function fileChange(text: string, bytes = 1): FileChange {
  const [, mark, path] = /^(~|\+x|\+0\d{3}!?|-)?(.*?)\/?$/.exec(text)!;
  return {
    path,
    kind: mark === "-"
      ? "removed"
      : mark === undefined || mark.endsWith("!")
      ? "added"
      : "modified",
    type: text.endsWith("/") ? "directory" : "file",
    attributesOnly: /^\+[^!]*$/.test(mark ?? ""),
    bytes: mark === "-" ? -bytes : bytes,
    mode: mark === "+x" ? 0o755 : mark?.startsWith("+") ? parseInt(mark, 8) : 0o644,
  };
}
