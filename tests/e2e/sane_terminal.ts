import type { Terminal } from "./terminal.ts";

/** Fails unless the terminal edits lines, echoes and turns ^C into a signal again. */
export async function assertSane(terminal: Terminal): Promise<void> {
  await terminal.line(
    "stty -a | tr ';' '\\n' | tr ' ' '\\n' | grep -xE -- '-?(icanon|isig|opost|icrnl)' | xargs",
  );
  await terminal.waitFor(/^(icrnl|opost|isig|icanon)( (icrnl|opost|isig|icanon)){3}$/m);
}
