/**
 * Where lent files lie in a step or container. `/dev` is a file system of its own that lives in
 * memory: not even an empty mount point gets into a layer, which it does elsewhere (20.10).
 */
export const loanDirectory = "/dev/dk";

/** A file that steps and containers get to see and that no image keeps. */
export interface LentFile {
  /** Name in {@link loanDirectory}. */
  name: string;
  content: Uint8Array;
}

/** What this machine lends: files, and the variables by which programs find them. */
export interface Loan {
  files: readonly LentFile[];
  variables: Readonly<Record<string, string>>;
}

/** Where a lent file lies for a program. */
export function lentPath(name: string): string {
  return `${loanDirectory}/${name}`;
}

/** Both loans together; undefined when there is none. */
export function joinLoans(loans: readonly Loan[]): Loan | undefined {
  if (loans.length === 0) return undefined;
  return {
    files: loans.flatMap(({ files }) => files),
    variables: Object.assign({}, ...loans.map(({ variables }) => variables)),
  };
}

/** `NAME='value'` of each variable that the shell is to export, a line each. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`).join("");
}
