import { quote } from "../../../lib/shell_quote.ts";
import type { HookedShell } from "./report.ts";

/** The file that gives a shell its history: a script for bash, lines for ash. */
export function shellHistory(shell: HookedShell, commands: readonly string[]): string {
  const known = commands.filter((command) => command !== "");
  if (shell !== "bash") return known.flatMap((command) => command.split("\n")).join("\n") + "\n";
  return known.map((command) => `history -s -- ${quote(command)}\n`).join("");
}
