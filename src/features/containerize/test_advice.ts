import type { Ledger } from "./ledger.ts";

/** What programs say of a file that is not where they look. */
const missing =
  /no such file|not found|can(no|')t (find|open|access|load)|could not (find|open)|does not exist/i;

/**
 * What helps a test that looks for a file of the project elsewhere than in the project's folder,
 * where the steps have not gone; with a blank behind it, or empty.
 *
 * @param output what the test has printed, or the engine has said of it
 */
export function adviceOnTest(
  { start, steps, codeDirectory, project }: Ledger,
  output: string,
): string {
  const { directory } = steps.at(-1)?.after ?? start;
  if (directory === codeDirectory || directory.startsWith(`${codeDirectory}/`)) return "";
  const complaints = output.split("\n").filter((line) => missing.test(line));
  const missed = project.find((path) => {
    const own = `(\\./|${RegExp.escape(directory)}/*)?${RegExp.escape(path)}`;
    const name = new RegExp(`(^|[\\s'"\`:=(])${own}($|[\\s'"\`:,;)])`);
    return complaints.some((line) => name.test(line));
  });
  if (missed === undefined) return "";
  return `End the steps with cd ${codeDirectory}: ${missed} lies there, and the test ran in ${directory}. `;
}
