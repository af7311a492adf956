import { type Dockerfile, type Flag, type Instruction, textOf, type Word } from "./dockerfile.ts";
import type { Rule } from "./rule.ts";

/** The names that stages are given. */
function namesOf({ stages }: Dockerfile): Word[] {
  return stages.flatMap(({ name }) => name ?? []);
}

const duplicateStageName: Rule = {
  id: "DuplicateStageName",
  severity: "error",
  brief: "Every stage has a name of its own",
  why:
    "The classic builder refuses two stages of one name, whatever its case; with BuildKit one of them cannot be reached.",
  *find(file) {
    const seen = new Set<string>();
    for (const name of namesOf(file)) {
      const key = name.text.toLowerCase();
      if (seen.has(key)) {
        yield {
          at: name,
          message: `There is a stage ${name.text} already`,
          next: "Give this stage another name",
        };
      }
      seen.add(key);
    }
  },
};

const stageNameCasing: Rule = {
  id: "StageNameCasing",
  severity: "info",
  brief: "Names of stages are lower case",
  why: "Builders compare them without regard to case; lower case tells them from instructions.",
  *find(file) {
    for (const name of namesOf(file)) {
      if (name.text === name.text.toLowerCase()) continue;
      const edits = [{ start: name.start, end: name.end, text: name.text.toLowerCase() }];
      yield { at: name, message: `The stage name ${name.text} is not in lower case`, edits };
    }
  },
};

const fromAsCasing: Rule = {
  id: "FromAsCasing",
  severity: "info",
  brief: "FROM and AS are in the same case",
  why: "A keyword in another case is easily overlooked.",
  *find({ stages }) {
    for (const { from: { written }, as } of stages) {
      if (!as) continue;
      const isUpper = written.text === written.text.toUpperCase();
      const text = isUpper ? "AS" : "as";
      if (as.text === text) continue;
      const message = `${as.text} is not in the case of ${written.text}`;
      yield { at: as, message, edits: [{ start: as.start, end: as.end, text }] };
    }
  },
};

const reservedStageName: Rule = {
  id: "ReservedStageName",
  severity: "warning",
  brief: "No stage is called scratch or context",
  why: "These names mean something to the builder: the empty image, and the build context.",
  *find(file) {
    for (const name of namesOf(file)) {
      if (!/^(scratch|context)$/i.test(name.text)) continue;
      const message = `A stage cannot be called ${name.text}`;
      yield { at: name, message, next: "Give this stage another name" };
    }
  },
};

/** A use of another stage's files. */
interface Source extends Flag {
  value: string;
  stage: number;
}

/** `COPY --from=…` without variables, with the stage that it stands in. */
function* sources({ stages }: Dockerfile): Generator<Source> {
  for (const { index, instructions } of stages) {
    for (const { keyword, flags } of instructions) {
      const from = flags.find(({ name }) => name === "from");
      if (keyword !== "COPY" || !from?.value || from.value.includes("$")) continue;
      yield { ...from, value: from.value, stage: index };
    }
  }
}

/** The index of the stage that a name or number means; undefined when it is none of the file. */
function stageIndex({ stages }: Dockerfile, value: string): number | undefined {
  if (/^\d+$/.test(value)) return Number(value);
  const named = stages.find(({ name }) => name?.text.toLowerCase() === value.toLowerCase());
  return named?.index;
}

const unknownStage: Rule = {
  id: "UnknownStage",
  severity: "error",
  brief: "COPY --from takes files of a stage that exists, and not of its own",
  why: "The builders refuse a number that no stage has, and a stage that waits for itself.",
  *find(file) {
    for (const source of sources(file)) {
      const index = stageIndex(file, source.value);
      const isOwn = index === source.stage;
      if (index === undefined || !isOwn && file.stages[index]) continue;
      const why = isOwn
        ? "is the stage itself"
        : `does not exist: there are ${file.stages.length}, counted from 0`;
      const next = "Name a stage that stands above this one";
      yield { at: source, message: `The stage ${source.value} ${why}`, next };
    }
  },
};

const stageOrImage: Rule = {
  id: "StageOrImage",
  severity: "warning",
  brief: "COPY --from names a stage above, or an image with its tag",
  why: "What is no stage is taken for an image and pulled: a misspelt stage brings in a " +
    "stranger's. The classic builder does not see the stages below either.",
  *find(file) {
    for (const source of sources(file)) {
      const { value } = source;
      const index = stageIndex(file, value);
      if (index === undefined ? /[:@/]/.test(value) : index <= source.stage) continue;
      if (index === undefined) {
        yield {
          at: source,
          message: `There is no stage ${value}: an image ${value}:latest would be used`,
          next: "Correct the name of the stage, or give the image a tag",
        };
      } else if (file.stages[index]) {
        yield {
          at: source,
          message: `The stage ${value} comes later, where only BuildKit finds it`,
          next: "Move that stage above this one",
        };
      }
    }
  },
};

const redundantTargetPlatform: Rule = {
  id: "RedundantTargetPlatform",
  severity: "info",
  brief: "FROM does not ask for the platform that it gets anyway",
  why: "The platform of the result is that of every FROM without --platform.",
  *find(file) {
    for (const flag of platforms(file)) {
      if (!/^\$\{?TARGETPLATFORM\}?$/.test(flag.value ?? "")) continue;
      const end = flag.end + (/^\s*/.exec(file.text.slice(flag.end))![0].length);
      const message = `${textOf(file, flag)} is the default`;
      yield { at: flag, message, edits: [{ start: flag.start, end, text: "" }] };
    }
  },
};

const constantPlatform: Rule = {
  id: "FromPlatformFlagConstDisallowed",
  severity: "info",
  brief: "FROM takes its platform from a variable",
  why: "A fixed platform makes an image of the wrong kind when another is built for.",
  *find(file) {
    for (const flag of platforms(file)) {
      if (!flag.value || flag.value.includes("$") || isChosenByName(file, flag)) continue;
      const message = `FROM always asks for ${flag.value}, whatever is built for`;
      yield { at: flag, message, next: "Choose it when building: dk build --platform" };
    }
  },
};

/** One of several stages `build_amd64`, `build_arm64`, of which `FROM build_$TARGETARCH` takes one. */
function isChosenByName({ stages }: Dockerfile, { value = "", start }: Flag): boolean {
  const name = stages.find(({ from }) => from.start <= start && start < from.end)?.name?.text;
  return value.split("/").some((part) => part !== "" && name?.toLowerCase().includes(part)) &&
    stages.some(({ base }) => /\$\{?TARGET/.test(base?.text ?? ""));
}

function platforms({ stages }: Dockerfile): Flag[] {
  const flagsOf = ({ from }: { from: Instruction }) => from.flags;
  return stages.flatMap(flagsOf).filter(({ name }) => name === "platform");
}

/** Rules about stages: their names, who copies from them, their platforms. */
export const stageNameRules = [
  duplicateStageName,
  stageNameCasing,
  fromAsCasing,
  reservedStageName,
  unknownStage,
  stageOrImage,
  redundantTargetPlatform,
  constantPlatform,
];
