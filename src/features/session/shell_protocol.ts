/** What a shell carries from one command to the next. */
export interface ShellState {
  /** Absolute working directory. */
  directory: string;
  /** Exported variables. */
  env: Readonly<Record<string, string>>;
  /** As `umask` prints it: `0022`. */
  umask: string;
}
