import { parseFunctions, parsePrompt, parseVariables } from "./shell_variables.ts";

/** What a shell carries from one command to the next. */
export interface ShellState {
  /** Absolute working directory. */
  directory: string;
  /** Exported variables. */
  env: Readonly<Record<string, string>>;
  /** As `umask` prints it: `0022`. */
  umask: string;
  /** What is set beside `env`, each value quoted for the same shell; arrays with parentheses. */
  variables: Readonly<Record<string, string>>;
  /** Functions by name, as definitions; empty where the shell cannot list them. */
  functions: Readonly<Record<string, string>>;
  /** How an interactive shell prompts (PS1), quoted likewise; undefined for others. */
  prompt?: string;
  /** Options in force: the letters of `$-` and the names of bash's `shopt`. */
  options: readonly string[];
}

/** What the driver (shell_driver.ts) can be asked to do. */
export type ShellVerb =
  | "run"
  | "split"
  | "explain"
  | "list"
  | "about"
  | "capture"
  | "tick"
  | "sync";

const encoder = new TextEncoder();

/** A mark that nobody can have seen before: 32 hexadecimal digits. */
export function freshNonce(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}

/** A request as it goes to the driver's stdin. */
export function encodeRequest(verb: ShellVerb, nonce: string, text = ""): Uint8Array {
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return encoder.encode(`${verb} ${nonce}\n${ended}${nonce}\n`);
}

/** The answer to a request. */
export interface ShellReply {
  nonce: string;
  /** Exit code of the step, 0 for other verbs. */
  exit: number;
  fields: string[];
}

/** Puts replies together from the driver's stdout, whose chunks may end anywhere. */
export class ReplyParser {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #text = "";
  #isFieldEmpty = true;

  /** The replies that this chunk completes. The chunk may be reused afterwards. */
  push(chunk: Uint8Array): ShellReply[] {
    const replies: ShellReply[] = [];
    let start = 0; // Of what belongs to the reply that is being read.
    let next = 0;
    for (let zero = chunk.indexOf(0); zero >= 0; zero = chunk.indexOf(0, next)) {
      const ends = zero === next && this.#isFieldEmpty;
      this.#isFieldEmpty = true;
      next = zero + 1;
      if (!ends) continue;
      // Decoded as a whole: a listing has tens of thousands of fields.
      const text = this.#text + this.#decoder.decode(chunk.subarray(start, zero));
      const [nonce, exit, ...fields] = text.slice(0, -1).split("\0");
      replies.push({ nonce, exit: Number(exit), fields });
      this.#text = "";
      start = next;
    }
    if (next < chunk.length) this.#isFieldEmpty = false;
    this.#text += this.#decoder.decode(chunk.subarray(start), { stream: true });
    return replies;
  }
}

/**
 * Reads the fields that stateReport prints: directory, umask, options, functions, variables (these
 * with a `=` before them, as a field cannot be empty), then the environment.
 */
export function parseState(fields: readonly string[]): ShellState {
  const [directory, umask, options, functions, set, ...environment] = fields;
  const env: Record<string, string> = {};
  for (const variable of environment) {
    const equals = variable.indexOf("=");
    const name = variable.slice(0, equals);
    // With `set -a` the shell exports the driver's own variables too.
    if (equals > 0 && !name.startsWith("__dk_")) env[name] = variable.slice(equals + 1);
  }
  const own = Object.entries(parseVariables(set.slice(1))).filter(([name]) => !(name in env));
  const prompt = options.slice(1, options.indexOf(" ")).includes("i") && parsePrompt(set.slice(1));
  return {
    directory,
    umask: umask.trim(),
    env,
    variables: Object.fromEntries(own),
    functions: parseFunctions(functions.slice(1)),
    ...(prompt && { prompt }),
    options: parseOptions(options.slice(1)),
  };
}

/** `himBH extglob:globstar`. */
function parseOptions(text: string): string[] {
  const [letters, names = ""] = text.split(" ");
  return [...letters, ...names.split(":").filter((name) => name !== "")];
}
