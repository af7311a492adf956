/** A shell that takes the place of the one it is started in, at the end of a line that did more. */
const tail =
  /\s*(?:&&|;|\n)\s*exec\s+(?:-l\s+)?(?:\S*\/)?(?:bash|"?\$\{?SHELL\}?"?)(?:\s+-(?:i|l|il|li|-login))*\s*;?\s*$/;

/**
 * A command without the new shell at its end (`conda init && exec bash`): what it changes for the
 * steps behind it is among what the step has exported. A new shell alone stays.
 */
export function withoutNewShell(command: string): string {
  const rest = command.replace(tail, "");
  return rest.trim() === "" ? command : rest;
}
