/** A command that does nothing but define a function. */
const definition = /^\s*([A-Za-z_][\w-]*)\s*\(\)\s*[{(][^]*[})]\s*$/;

/**
 * The functions of a shell that cannot list them, as they were typed.
 *
 * @param known those of before the command
 */
export function functionsAfter(
  known: Readonly<Record<string, string>>,
  command: string,
  exit: number,
): Readonly<Record<string, string>> {
  const name = exit === 0 ? definition.exec(command)?.[1] : undefined;
  return name === undefined ? known : { ...known, [name]: command };
}
