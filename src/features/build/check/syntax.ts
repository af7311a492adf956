import { validate, ValidationCode as Code } from "dockerfile-utils";
import { type Dockerfile, textOf } from "./dockerfile.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Codes of which rules of dk say more, or with fewer false alarms. */
const coveredElsewhere = new Set<number | undefined>([
  Code.CASING_INSTRUCTION,
  Code.CASING_DIRECTIVE,
  Code.DUPLICATE_BUILD_STAGE_NAME,
  Code.EMPTY_CONTINUATION_LINE,
  Code.NO_SOURCE_IMAGE,
  Code.INVALID_PORT,
  Code.INVALID_PROTO,
  Code.MULTIPLE_INSTRUCTIONS,
  Code.UNKNOWN_INSTRUCTION,
  Code.DEPRECATED_MAINTAINER,
  Code.JSON_IN_SINGLE_QUOTES,
  Code.WORKDIR_IS_NOT_ABSOLUTE,
  Code.BASE_NAME_EMPTY,
]);

/** Flags of newer builders that the validator does not know yet. */
const newerFlags = new Set(["unpack"]);

interface Problem extends Complaint {
  code: number | undefined;
}

/** Two rules ask for the same; validating takes longer than all else. */
const known = new WeakMap<Dockerfile, Problem[]>();

/** What the validator finds. */
function problems(file: Dockerfile): Problem[] {
  const found = known.get(file) ?? validated(file);
  known.set(file, found);
  return found;
}

function validated(file: Dockerfile): Problem[] {
  return validate(file.text).map(({ code, message, range }) => {
    const start = file.lineStarts[range.start.line] + range.start.character;
    const end = file.lineStarts[range.end.line] + range.end.character;
    return {
      at: { start, end },
      message: typeof message === "string" ? message : message.value,
      code: typeof code === "number" ? code : undefined,
    };
  });
}

const invalidSyntax: Rule = {
  id: "InvalidSyntax",
  severity: "error",
  brief: "The builders can read the file",
  why: "Missing or wrong arguments and flags stop a build before its first step.",
  *find(file) {
    for (const { code, at, message } of problems(file)) {
      if (coveredElsewhere.has(code)) continue;
      const text = textOf(file, at);
      if (isFlagCode(code) && newerFlags.has(text.replace(/^--|=.*$/g, ""))) continue;
      if (code === Code.INVALID_SIGNAL && text.includes("$")) continue;
      yield { at, message };
    }
    for (const { heredocs, start } of file.instructions) {
      for (const { name, isClosed } of heredocs) {
        if (isClosed) continue;
        const at = { start, end: start };
        yield { at, message: `The heredoc ${name} has no end`, next: `Add a line ${name}` };
      }
    }
    yield* longLines(file);
    yield* missingFrom(file);
  },
};

/** Bytes of a line, its end included, that the builders' reader takes. */
const longestLine = 64 * 1024 - 1;

function* longLines({ text, lineStarts }: Dockerfile): Generator<Complaint> {
  for (const [index, start] of lineStarts.entries()) {
    const end = lineStarts[index + 1] ?? text.length;
    if (end - start <= longestLine) continue;
    const message = "This line is longer than the 64 KiB that the builders read";
    yield { at: { start, end: start }, message, next: "Put it into a file, and copy that" };
  }
}

function isFlagCode(code: number | undefined): boolean {
  return code === Code.UNKNOWN_ADD_FLAG || code === Code.UNKNOWN_COPY_FLAG;
}

function* missingFrom({ stages, head }: Dockerfile): Generator<Complaint> {
  const early = head.find(({ keyword }) => keyword !== "ARG");
  if (stages.length === 0) {
    yield { at: { start: 0, end: 0 }, message: "There is no FROM", next: "Begin with FROM IMAGE" };
  } else if (early && stages.length > 0) {
    const message = `${early.keyword} stands before the first FROM`;
    yield { at: early, message, next: "Move it below; only ARG may stand there" };
  }
}

const unknownInstruction: Rule = {
  id: "UnknownInstruction",
  severity: "error",
  brief: "All instructions exist",
  why: "Often a backslash is missing at the end of the line above, or a letter is wrong.",
  *find(file) {
    for (const { keyword, written } of file.instructions) {
      if (knownInstructions.has(keyword)) continue;
      yield {
        at: written,
        message: `There is no instruction ${written.text}`,
        next: `If it belongs to the line above, end that with ${file.escape}`,
      };
    }
  },
};

/** Upper case. */
export const knownInstructions: ReadonlySet<string> = new Set(
  ("ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL " +
    "STOPSIGNAL USER VOLUME WORKDIR").split(" "),
);

const noEmptyContinuation: Rule = {
  id: "NoEmptyContinuation",
  severity: "warning",
  brief: "No empty lines within an instruction",
  why: "The builders have announced that they will end the instruction there.",
  *find(file) {
    for (const { code, at } of problems(file)) {
      if (code !== Code.EMPTY_CONTINUATION_LINE) continue;
      const end = Math.max(at.end, at.start + 1);
      const edits = [{ start: at.start, end, text: "" }];
      yield { at, message: "This empty line is within an instruction", next: "Remove it", edits };
    }
  },
};

/** Rules about what no builder can read. */
export const syntaxRules = [invalidSyntax, unknownInstruction, noEmptyContinuation];
