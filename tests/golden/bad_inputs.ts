/**
 * Command lines that dk must refuse before it asks the engine, beside those that the tests make
 * for every command by themselves (unknown flag, missing value, too few and too many words).
 */
export const badInputs: Record<string, readonly string[][]> = {
  // Before any command.
  "": [
    ["nope"],
    ["imags"],
    ["--nope"],
    ["--host"],
    ["--debug=maybe", "ps"],
  ],
  ps: [
    ["--last", "many"],
    ["--filter", "running"],
    ["--format", "{{.ID"],
  ],
  images: [
    ["--filter", "dangling"],
    ["--format", "{{.ID"],
  ],
};
