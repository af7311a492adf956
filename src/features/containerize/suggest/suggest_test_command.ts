import { basename, dirname } from "../../../lib/path.ts";
import { quoteWord } from "../shell_words.ts";
import { calledByName } from "./called_programs.ts";
import type { Program, ProjectFindings, SourceData } from "./findings.ts";

/** A test of the finished image: the program on data that is mounted, as users will run it. */
export interface TestSuggestion {
  command: string;
  /** What `--mount` would say: the project's folder at {@link dataDirectory}; empty without data. */
  mount: string | undefined;
  reason: string;
}

/** Where the data is mounted for the test, as in the tutorial. */
const dataDirectory = "/data";

/**
 * A command that shows the image to work: the likeliest program, with the likeliest data where it
 * reads its command line. Undefined where nothing can be guessed.
 *
 * @param code where the project lies in the container
 */
export function suggestTest(findings: ProjectFindings, code: string): TestSuggestion | undefined {
  const { programs, python, node, data } = findings;
  const installed = python?.project?.commands[0] ?? node?.manifest?.bin[0];
  if (installed !== undefined) {
    return {
      command: `${quoteWord(installed)} --help`,
      mount: undefined,
      reason: `${installed} is what the project installs`,
    };
  }
  const program = programs[0];
  if (!program) return undefined;
  const call = callOf(program, calledByName(findings).includes(program), code);
  if (program.isService) return serviceTest(program, call, code);
  if (!program.takesArguments) {
    return { command: call, mount: undefined, reason: `${program.path} reads no command line` };
  }
  const input = data.find(({ namedBy }) => namedBy !== program.path) ?? data[0];
  if (!input) {
    return {
      command: `${call} --help`,
      mount: undefined,
      reason: `${program.path} is the program`,
    };
  }
  return withData(program, call, input);
}

function withData({ path }: Program, call: string, { path: data }: SourceData): TestSuggestion {
  return {
    command: `${call} ${quoteWord(`${dataDirectory}/${data}`)}`,
    mount: `.:${dataDirectory}`,
    reason: `${path} reads its command line, and ${data} looks like its data`,
  };
}

/** By its name where its folder is in PATH, else through its interpreter. */
function callOf({ path, interpreter }: Program, byName: boolean, code: string): string {
  if (byName) return quoteWord(path.split("/").at(-1)!);
  const programs = {
    python: "python3",
    node: "node",
    r: "Rscript",
    shell: "sh",
    perl: "perl",
    other: "sh",
  };
  return `${programs[interpreter]} ${quoteWord(`${code}/${path}`)}`;
}

/** A service would not end: that all it imports is there must do. */
function serviceTest(program: Program, call: string, code: string): TestSuggestion {
  const { path } = program;
  const place = `${code}/${path}`;
  const reason = `${path} is a service, which would not end by itself`;
  const command = program.interpreter === "python"
    ? `python3 -c ${quoteWord(pythonTest(program, code))}`
    : program.interpreter === "node"
    ? `node --check ${quoteWord(place)}`
    : `timeout 5 ${call}`;
  return { command, mount: undefined, reason };
}

/** Loads the service as a module; where that would start it, it is only compiled. */
function pythonTest({ path, servesWhenLoaded }: Program, code: string): string {
  const folder = dirname(path) === "." ? code : `${code}/${dirname(path)}`;
  const module = basename(path).replace(/\.py$/, "");
  if (servesWhenLoaded || !/^\w+$/.test(module)) {
    return `compile(open("${code}/${path}").read(), "${path}", "exec")`;
  }
  return `import sys; sys.path.insert(0, "${folder}"); import ${module}`;
}
