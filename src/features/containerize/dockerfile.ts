import { quote } from "../../lib/shell_quote.ts";

/** One instruction of a Dockerfile, before it is worded. */
export type Instruction =
  & (
    | { kind: "from"; image: string; stage?: string }
    | { kind: "shell"; words: string[] }
    /** Commands that run in one shell, joined by `&&`. */
    | { kind: "run"; commands: string[]; secrets: readonly string[] }
    | { kind: "comment"; text: string }
    /** Sources relative to the context; the target absolute, ending in `/` for a directory. */
    | { kind: "copy"; sources: string[]; target: string; owner?: string; mode?: number }
    /** The value as worded by envValue(). */
    | { kind: "env"; name: string; value: string }
    | { kind: "workdir"; directory: string }
    | { kind: "label"; labels: Readonly<Record<string, string>> }
    | { kind: "expose"; ports: readonly number[] }
    /** `UID:GID`. */
    | { kind: "user"; id: string }
    | { kind: "entrypoint"; words: string[] }
    | { kind: "cmd"; words: string[] }
  )
  & {
    /** What stands over it, a comment each. */
    comments?: readonly string[];
    /** Indexes of the session's steps that it repeats. */
    steps?: readonly number[];
  };

/**
 * Words a Dockerfile: one instruction per paragraph, a long RUN one command per line. Without
 * secrets and modes it holds nothing that the classic builder of engine 20.10 cannot read.
 */
export function formatDockerfile(instructions: readonly Instruction[]): string {
  const lines: string[] = [];
  let previous: Instruction["kind"] | undefined;
  for (const instruction of instructions) {
    const { kind, comments = [] } = instruction;
    const sameParagraph = previous === kind && !/^(run|from)$/.test(kind) && comments.length === 0;
    if (previous && !sameParagraph) lines.push("");
    for (const text of comments.flatMap((comment) => comment.split("\n"))) {
      lines.push(`# ${text}`.trimEnd());
    }
    lines.push(formatInstruction(instruction));
    previous = instruction.kind;
  }
  return `${lines.join("\n")}\n`;
}

function formatInstruction(instruction: Instruction): string {
  switch (instruction.kind) {
    case "from":
      return `FROM ${instruction.image}${instruction.stage ? ` AS ${instruction.stage}` : ""}`;
    case "shell":
      return `SHELL ${formatList(instruction.words)}`;
    case "run":
      return formatRun(instruction);
    case "comment":
      return `# ${instruction.text}`;
    case "copy":
      return formatCopy(instruction);
    case "env":
      return `ENV ${instruction.name}=${instruction.value}`;
    case "workdir":
      return `WORKDIR ${escapeVariables(instruction.directory)}`;
    case "label":
      return `LABEL ${Object.entries(instruction.labels).map(labelWord).join(" \\\n      ")}`;
    case "expose":
      return `EXPOSE ${instruction.ports.join(" ")}`;
    case "user":
      return `USER ${instruction.id}`;
    case "entrypoint":
      return `ENTRYPOINT ${formatList(instruction.words)}`;
    case "cmd":
      return `CMD ${formatList(instruction.words)}`;
  }
}

/**
 * `[ -e x ]` at the start of a RUN is taken for a list of words, whatever follows it (BuildKit
 * of 20.10 reads a JSON array and stops there).
 */
function notJson(command: string): string {
  return /^\[\s/.test(command) ? `{ ${command}; }` : command;
}

/** Readable for all: the step may run as another user than root. */
function formatRun({ commands, secrets }: Extract<Instruction, { kind: "run" }>): string {
  const mounts = secrets.map((id) => `--mount=type=secret,id=${id},mode=0444`);
  const text = [notJson(commands[0]), ...commands.slice(1)].join(" && \\\n    ");
  return `RUN ${[...mounts, text].join(" \\\n    ")}`;
}

function formatCopy(
  { sources, target, owner, mode }: Extract<Instruction, { kind: "copy" }>,
): string {
  const chmod = mode === undefined ? "" : `--chmod=${octal(mode)} `;
  const flags = `${owner === undefined ? "" : `--chown=${owner} `}${chmod}`;
  const words = [...sources.map(escapeSource), escapeVariables(target)];
  const isPlain = words.every((word) => /^[^\s"'\[\]]+$/.test(word)) && !words[0].startsWith("--");
  return `COPY ${flags}${isPlain ? words.join(" ") : formatList(words)}`;
}

/** Permission bits as chmod takes them: `0755`. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function labelWord([name, value]: [string, string]): string {
  return `${name}="${value.replace(/\s*\n\s*/g, " ").replace(/[\\"$]/g, "\\$&")}"`;
}

/** The exec form: `["a", "b"]`. */
function formatList(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}

/** COPY's sources are patterns of Go's filepath.Match: a bracket must stand for itself. */
function escapeSource(source: string): string {
  return escapeVariables(source.replace(/[\[]/g, "[[]"));
}

function escapeVariables(path: string): string {
  return path.replace(/[\\$]/g, "\\$&");
}

/**
 * A step of several lines (`if`, functions, heredocs) as one Dockerfile command: its lines are
 * quoted one by one, put together again by `printf` and evaluated by the same shell.
 */
export function multiLineCommand(text: string): string {
  const lines = text.replace(/\n+$/, "").split("\n");
  return `eval "$(printf '%s\\n' \\\n      ${lines.map(quote).join(" \\\n      ")})"`;
}
