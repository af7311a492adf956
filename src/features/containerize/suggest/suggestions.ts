/** A command line and why it is suggested. */
export interface SuggestedCommand {
  command: string;
  /** Words for a person: `requirements.txt asks for 3 packages`. */
  reason: string;
  /** True for what only tests need: it does not belong in the image that is used. */
  testOnly?: boolean;
}

/** A variable that the image should set, and why. */
export interface SuggestedVariable {
  name: string;
  /** May refer to others: `/code:$PATH`. */
  value: string;
  reason: string;
}

/** Answers to three of the four questions, for one base image; the fourth is the base itself. */
export interface InstallSuggestions {
  dependencies: readonly SuggestedCommand[];
  install: readonly SuggestedCommand[];
  environment: readonly SuggestedVariable[];
  /** What a person should know: a package manager that is missing. */
  notes: readonly string[];
  /** Variables that the program reads and that nothing gives a value, in words. */
  unset: readonly string[];
}

/** What one programming language of the project needs. */
export interface LanguageNeeds {
  /** Words of systemPackages(), and why. */
  system: { need: string; reason: string }[];
  dependencies: SuggestedCommand[];
  install: SuggestedCommand[];
  /** Folders to be put before the others in PATH, with the reason. */
  path: { folder: string; reason: string }[];
  environment: SuggestedVariable[];
  notes: string[];
}

/** Needs of nothing, to be filled. */
export function noNeeds(): LanguageNeeds {
  return { system: [], dependencies: [], install: [], path: [], environment: [], notes: [] };
}

/** `1 package`, `3 packages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
