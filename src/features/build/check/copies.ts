import { normalize } from "../../../lib/path.ts";
import type { Dockerfile, Instruction, Word } from "./dockerfile.ts";
import type { FileState, Rule, Surroundings } from "./rule.ts";
import { unquoted } from "./variables.ts";

const addRemoteFile: Rule = {
  id: "AddRemoteFile",
  severity: "warning",
  brief: "ADD of an address says which content it expects",
  why:
    "What a server sends may change or be replaced, and every build fetches it again; nor is an " +
    "archive unpacked. Give --checksum=sha256:…, or fetch it in a RUN that verifies it.",
  *find({ instructions }) {
    for (const instruction of instructions) {
      if (instruction.keyword !== "ADD") continue;
      if (instruction.flags.some(({ name }) => name === "checksum")) continue;
      const remote = sourcesOf(instruction)
        .find(({ text }) => isRemote(text) && !namesVersion.test(text));
      if (!remote) continue;
      const at = { start: remote.start, end: remote.end };
      yield /\.git(#|$)|^git@/.test(remote.text)
        ? {
          at,
          message: "ADD of a repository takes what it holds on the day of the build",
          next: "Name a commit: ADD …/repository.git#COMMIT",
        }
        : {
          at,
          message: "ADD of an address takes whatever the server sends",
          next: "Add --checksum=sha256:…, or use RUN with curl and sha256sum",
        };
    }
  },
};

/** A repository at a commit, or at a tag such as `v1.2`. */
const namesVersion =
  /(?:\.git|^git@[^#]*|^https?:\/\/github\.com\/[^#]*)#(?:v?\d[\w.-]*|[0-9a-f]{7,64})(?::|$)/;

const addInsteadOfCopy: Rule = {
  id: "AddInsteadOfCopy",
  severity: "info",
  brief: "Files of the context are copied with COPY",
  why: "ADD also unpacks archives and fetches addresses; COPY does what it says.",
  *find({ instructions }) {
    for (const instruction of instructions) {
      if (instruction.keyword !== "ADD" || instruction.flags.some(isOnlyOfAdd)) continue;
      const sources = sourcesOf(instruction);
      if (sources.length === 0 || sources.some(({ text }) => needsAdd(text))) continue;
      const { start, end, text } = instruction.written;
      const copy = text === text.toLowerCase() ? "copy" : "COPY";
      yield {
        at: instruction.written,
        message: "ADD does no more than COPY here",
        next: "Use COPY",
        edits: [{ start, end, text: copy }],
      };
    }
  },
};

function isOnlyOfAdd({ name }: { name: string }): boolean {
  return name === "checksum" || name === "keep-git-dir" || name === "unpack";
}

/** Addresses, archives, and what only the builder can tell. */
function needsAdd(source: string): boolean {
  return isRemote(source) || /[$*?[]/.test(source) ||
    /\.(tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst)$/i.test(source);
}

function isRemote(source: string): boolean {
  return /^(https?|git|ssh):\/\/|^git@/i.test(source);
}

const missingDockerignore: Rule = {
  id: "MissingDockerignore",
  severity: "warning",
  brief: "Whoever copies the whole context has a .dockerignore",
  why: "COPY . takes .git, caches, data and passwords along; any change in them builds anew.",
  *find({ instructions }, { context }) {
    if (context?.hasIgnoreFile !== false) return;
    for (const instruction of instructions) {
      const whole = wholeContext(instruction);
      if (!whole) continue;
      yield {
        at: whole,
        message: `${instruction.keyword} of the whole context without a .dockerignore`,
        next: "See what would be sent with dk context, and write dk context --suggest into it",
      };
      return; // One file is missing, however often the context is copied.
    }
  },
};

function wholeContext(instruction: Instruction): Word | undefined {
  return contextSources(instruction).find(({ text }) => /^(\.?\/)?\.?\/?$|^(\.\/)?\*$/.test(text));
}

/** What COPY and ADD take from the context; not from stages, images or the network. */
function contextSources(instruction: Instruction): Word[] {
  const { keyword, flags } = instruction;
  const isCopy = keyword === "COPY" || keyword === "ADD";
  if (!isCopy || flags.some(({ name }) => name === "from")) return [];
  return sourcesOf(instruction).filter(({ text }) => !isRemote(text));
}

/** Sources that are one path each, with what became of it in the context. */
function* plainSources(
  { instructions }: Dockerfile,
  { context }: Surroundings,
): Generator<[Instruction, Word, FileState]> {
  if (!context) return;
  for (const instruction of instructions) {
    if (instruction.isTrigger) continue; // That is about the context of another build.
    for (const source of contextSources(instruction)) {
      const path = normalize(`/${source.text}`).slice(1);
      if (path !== "" && !/[*?[\\$]/.test(path)) {
        yield [instruction, source, context.lookUp(path)];
      }
    }
  }
}

const copyMissingFile: Rule = {
  id: "CopyMissingFile",
  severity: "error",
  brief: "What COPY takes is in the context",
  why: "Paths are seen from the context, the directory given to dk build, not from the Dockerfile.",
  *find(file, surroundings) {
    for (const [{ keyword }, source, state] of plainSources(file, surroundings)) {
      if (state.kind !== "missing") continue;
      yield {
        at: { start: source.start, end: source.end },
        message: `${keyword} takes ${source.text}, which is not in the build context`,
        next: "Correct the path, or name another directory as the context",
      };
    }
  },
};

const copyIgnoredFile: Rule = {
  id: "CopyIgnoredFile",
  severity: "error",
  brief: "What COPY takes is not ignored",
  why: "The builder never sees what the ignore file names, and reports it as missing.",
  *find(file, surroundings) {
    for (const [{ keyword }, source, state] of plainSources(file, surroundings)) {
      if (state.kind !== "ignored") continue;
      yield {
        at: { start: source.start, end: source.end },
        message: `${keyword} takes ${source.text}, which line ${state.line} of ${state.file} ` +
          "leaves out",
        next: `Add a line !${normalize(`/${source.text}`).slice(1)} to ${state.file}`,
      };
    }
  },
};

/** All but the last word, without quotes; heredocs are none. */
function sourcesOf({ words, json, body }: Instruction): Word[] {
  if (json) return json.slice(0, -1).map((text) => ({ ...body, text }));
  return words.slice(0, -1)
    .map((word) => ({ ...word, text: unquoted(word.text) }))
    .filter(({ text }) => !text.startsWith("<<"));
}

/** Rules about what COPY and ADD take and where they put it. */
export const copyRules = [
  copyMissingFile,
  copyIgnoredFile,
  addRemoteFile,
  addInsteadOfCopy,
  missingDockerignore,
];
