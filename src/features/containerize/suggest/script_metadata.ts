/** What a single Python script says of itself in a comment (PEP 723). */
export interface ScriptMetadata {
  /** Requirements as written: `numpy<2`. */
  dependencies: string[];
  /** `>=3.11`. */
  asked: string | undefined;
}

/** The comment between `# /// script` and `# ///`. */
const block = /^# \/\/\/ script\s*\r?\n((?:#(?:| .*)\r?\n)+)# \/\/\/\s*$/m;

/** Undefined for a script that says nothing, and for what is malformed: whoever runs it complains. */
export async function scriptMetadata(source: string): Promise<ScriptMetadata | undefined> {
  const comment = block.exec(source)?.[1];
  if (comment === undefined) return undefined;
  const { parse, TomlError } = await import("smol-toml");
  try {
    const { dependencies, ...others } = parse(comment.replace(/^# ?/gm, ""));
    const list = Array.isArray(dependencies) ? dependencies : [];
    const asked = others["requires-python"];
    return {
      dependencies: list.filter((each) => typeof each === "string"),
      asked: typeof asked === "string" ? asked : undefined,
    };
  } catch (error) {
    if (error instanceof TomlError) return undefined;
    throw error;
  }
}
