/**
 * Runs holdTerminal() for tests, as `dk containerize` would: in a terminal, with what it reports
 * written to a file, a JSON document on each line.
 *
 * Arguments: the file, the container, and containers that `dk switch` goes to one after the other.
 * DK_TEST_LISTING is how long a command is looked at, in milliseconds.
 */
import { denoContext } from "../../src/cli/deno_context.ts";
import { reportError } from "../../src/cli/report.ts";
import { sessionIo } from "../../src/commands/session_io.ts";
import { openEngine } from "../../src/engine/engine.ts";
import type { ShellState } from "../../src/features/session/shell_protocol.ts";
import { holdTerminal } from "../../src/features/session/terminal/hold_terminal.ts";
import type {
  TerminalListener,
  WordOutcome,
} from "../../src/features/session/terminal/terminal_listener.ts";
import { SharedInput } from "../../src/lib/shared_input.ts";

const [file, container, ...others] = Deno.args;
const context = denoContext({ debug: true });
const listing = Number(context.env.DK_TEST_LISTING ?? 0);

function write(entry: Record<string, unknown>): void {
  Deno.writeTextFileSync(file, `${JSON.stringify(entry)}\n`, { append: true });
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** What was printed since `dk count`: lines of the form that its test prints. */
let counting: { lines: number; last: string } | undefined;
let part = "";

function count(bytes: Uint8Array): void {
  if (!counting) return;
  const lines = (part + new TextDecoder().decode(bytes)).split("\r\n");
  part = lines.pop()!;
  for (const line of lines.filter((line) => /line \d{10} of a hundred megabytes$/.test(line))) {
    counting.lines++;
    counting.last = line.slice(line.indexOf("line "));
  }
}

let last: ShellState | undefined;

const listener: TerminalListener = {
  started(state, about) {
    last ??= state;
    write({ what: "started", ...about, state });
    return Promise.resolve();
  },
  async finished(command) {
    const number = performance.now();
    await pause(listing);
    write({ what: "finished", ...command, looked: [number, performance.now()] });
    last = command.state;
  },
  async word(words, state, terminal): Promise<WordOutcome> {
    write({ what: "word", words, directory: state.directory, counted: counting });
    switch (words[0]) {
      case "end":
        return { kind: "end" };
      case "switch":
        return { kind: "switch", container: others.shift()!, state: last! };
      case "count":
        counting = { lines: 0, last: "" };
        await terminal.write("counting\n");
        return { kind: "continue", exit: 0 };
      case "wait":
        await pause(60_000, terminal.signal);
        await terminal.write(terminal.signal.aborted ? "waiting was ended\n" : "waited\n");
        return { kind: "continue", exit: 130 };
      default:
        await terminal.write(`you said:\n${words.join("\n")}\n`);
        return { kind: "continue", exit: words.length };
    }
  },
};

try {
  await using engine = await openEngine({ env: context.env, interactive: false });
  const stdout = {
    writeBytes(bytes: Uint8Array) {
      count(bytes);
      return context.stdout.writeBytes(bytes);
    },
  };
  const io = { ...sessionIo(context), stdin: new SharedInput(context.stdin), stdout };
  const env = [`TERM=${context.env.TERM ?? "xterm"}`];
  const request = { container, env, history: ["echo earlier"] };
  const now = () => performance.now();
  const end = await holdTerminal(request, { engine, io, listener, now, signal: context.signal });
  write({ what: "end", end });
  Deno.exit(0);
} catch (error) {
  write({ what: "error", message: error instanceof Error ? error.message : String(error) });
  Deno.exit(reportError(error, context.stderr, true));
}
