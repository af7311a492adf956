import {
  type Dockerfile,
  type Instruction,
  parentStage,
  type Span,
  type Stage,
} from "./dockerfile.ts";
import type { Complaint, Rule, Surroundings } from "./rule.ts";
import { blankContinuations } from "./shell_commands.ts";
import { builtInArgument, resolveGlobals, splitPair } from "./variables.ts";

/** Instructions in which the builder, not a shell, puts in variables. */
const expanding = new Set(
  "ADD ARG COPY ENV EXPOSE LABEL STOPSIGNAL USER VOLUME WORKDIR".split(" "),
);

/** Images that set PATH and nothing else. */
const bareImage =
  /^(?:scratch|(?:docker\.io\/)?(?:library\/)?(?:debian|ubuntu|alpine|busybox|rockylinux|almalinux)(?:[:@].*)?)$/;

/** What the builder hands to every step, declared or not. */
const proxies = /^(?:https?|ftp|no|all)_proxy$/i;

/** A use of a variable that has no default of its own. */
interface Reference extends Span {
  name: string;
}

const undefinedVariable: Rule = {
  id: "UndefinedVar",
  severity: "warning",
  brief: "Variables are declared above the place where they are used",
  why:
    "What is declared nowhere is empty, without a word: paths lose a part, values are missing. " +
    "Variables that a base image may set itself are left alone.",
  *find(file, surroundings) {
    const known = new Map<Stage, Set<string>>();
    for (const stage of file.stages) {
      const parent = parentStage(file, stage);
      const names = new Set(parent ? known.get(parent) : ["PATH"]);
      known.set(stage, names);
      const scope = scopeOf(file, stage, surroundings);
      for (const instruction of stage.instructions) {
        if (instruction.isTrigger) continue; // Those run in another build.
        const declared = declaredBy(instruction);
        // An ARG sees those before it in its own line, an ENV does not.
        if (instruction.keyword === "ARG") { for (const name of declared) names.add(name); }
        yield* unknownIn(file, instruction, names, scope);
        for (const name of declared) names.add(name);
      }
    }
  },
};

/** What else is known of the names around a stage. */
interface Scope {
  /** The image that it ends up on, lower case; undefined when only the builder knows. */
  image: string | undefined;
  globals: ReadonlySet<string>;
  /** Declared in any stage, above or below. */
  anywhere: ReadonlySet<string>;
}

function scopeOf(file: Dockerfile, stage: Stage, surroundings: Surroundings): Scope {
  let root = stage;
  for (let parent; (parent = parentStage(file, root));) root = parent;
  const { text } = resolveGlobals(file, root.base?.text ?? "", surroundings);
  return {
    image: text?.toLowerCase(),
    globals: new Set(file.head.flatMap(declaredBy)),
    anywhere: new Set(file.stages.flatMap(({ instructions }) => instructions.flatMap(declaredBy))),
  };
}

function declaredBy({ keyword, words, isTrigger }: Instruction): string[] {
  if (isTrigger || words.length === 0) return [];
  if (keyword === "ARG") return words.map((word) => splitPair(word)[0]);
  if (keyword !== "ENV") return [];
  const isOldForm = !words[0].text.includes("=");
  return isOldForm ? [words[0].text] : words.map((word) => splitPair(word)[0]);
}

function* unknownIn(
  file: Dockerfile,
  instruction: Instruction,
  names: ReadonlySet<string>,
  scope: Scope,
): Generator<Complaint> {
  const seen = new Set<string>();
  for (const { name, ...at } of references(file, instruction)) {
    if (names.has(name) || seen.has(name) || proxies.test(name)) continue;
    // ENV X=/a:$X is written where the base image sets X.
    const isContinued = instruction.keyword === "ENV" && !isBare(scope) &&
      declaredBy(instruction).includes(name);
    const next = isContinued ? undefined : remedy(name, names, scope);
    if (next === undefined) continue;
    seen.add(name);
    yield { at, message: `The variable ${name} is not declared here, and empty`, next };
  }
}

function isBare({ image }: Scope): boolean {
  return image !== undefined && bareImage.test(image);
}

/** What to do about a name; undefined for one that the base image may well set. */
function remedy(name: string, names: ReadonlySet<string>, scope: Scope): string | undefined {
  if (builtInArgument.test(name)) return `Add ARG ${name} to this stage`;
  const { globals, anywhere } = scope;
  if (mayComeFrom(scope, name)) return undefined;
  if (globals.has(name)) {
    return `Add ARG ${name} to this stage: those above the first FROM hold for FROM alone`;
  }
  if (anywhere.has(name)) return "Declare it in this stage, above this line";
  const meant = [...names].find((known) => isNear(known, name));
  if (meant) return `Write $${meant} if that is meant, or declare it with ARG or ENV`;
  const isOfDockerfile = /[a-z]/.test(name) || isBare(scope);
  return isOfDockerfile ? "Declare it above with ARG or ENV, or correct its name" : undefined;
}

/** `PYTHON_VERSION` of `python:3.12`, `CUDA_VERSION` of `nvidia/cuda:12`. */
function mayComeFrom(scope: Scope, name: string): boolean {
  const { image } = scope;
  if (image === undefined) return !/[a-z]/.test(name);
  if (isBare(scope)) return false;
  const [first] = name.toLowerCase().split("_");
  const program = /([a-z]+)[^/]*$/.exec(image.replace(/[:@].*$/, ""))?.[1] ?? "";
  return first.length > 1 && image.includes(first) ||
    program.length > 2 && first.startsWith(program);
}

/** True when one letter more, less, other, or two in the other order make one of the other. */
function isNear(known: string, name: string): boolean {
  const [short, long] = known.length < name.length ? [known, name] : [name, known];
  if (short.length < 3 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at + 1] + short[at] === long.slice(at, at + 2);
  return short.slice(at + 1) === long.slice(at + 1) ||
    swapped && short.slice(at + 2) === long.slice(at + 2);
}

/** The variables that the builder would put into an instruction. */
function* references(file: Dockerfile, instruction: Instruction): Generator<Reference> {
  const { keyword, flags, body, heredocs } = instruction;
  for (const flag of flags) {
    if (/^(?:chown|chmod|mount)$/.test(flag.name)) yield* referencesIn(file, flag, true);
  }
  if (!expanding.has(keyword)) return;
  yield* referencesIn(file, body, true);
  for (const heredoc of heredocs) {
    const opener = new RegExp(`<<-?["']${RegExp.escape(heredoc.name)}["']`);
    const isLiteral = opener.test(file.text.slice(body.start, body.end));
    if (!isLiteral) yield* referencesIn(file, heredoc.body, false);
  }
}

/** @param quotes whether single quotes keep variables as they are */
function* referencesIn(file: Dockerfile, span: Span, quotes: boolean): Generator<Reference> {
  const text = quotes ? blankContinuations(file, span) : file.text.slice(span.start, span.end);
  const token = /(["'])|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?[-+?])?)|[^]/y;
  let isDouble = false;
  for (let at = 0; at < text.length;) {
    if (text[at] === file.escape) {
      at += 2;
      continue;
    }
    token.lastIndex = at;
    const [whole, quote, plain, braced, operator] = token.exec(text)!;
    const start = span.start + at;
    at += whole.length;
    if (quotes && quote === '"') isDouble = !isDouble;
    if (quotes && quote === "'" && !isDouble) {
      const end = text.indexOf("'", at);
      if (end >= 0) at = end + 1;
    }
    const name = plain ?? (operator === undefined ? braced : undefined);
    if (name !== undefined) yield { name, start, end: start + whole.length };
  }
}

/** The rules about variables that are declared nowhere. */
export const undefinedVariableRules = [undefinedVariable];
