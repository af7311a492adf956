import { UsageFailure } from "../../../lib/failure.ts";
import { familiarName, parseReference } from "../../../image/reference.ts";
import { type Dockerfile, parentStage, type Stage } from "./dockerfile.ts";
import { hasEnded, namedReleases, supportedReleases } from "./releases.ts";
import type { Complaint, Rule, Surroundings } from "./rule.ts";
import { type Resolved, resolveGlobals } from "./variables.ts";

/** A stage that begins with an image, and what its name is. */
interface BasedStage extends Resolved {
  stage: Stage;
}

/** The stages on an image; not those on an earlier stage or on nothing. */
function* stagesOnImages(file: Dockerfile, surroundings: Surroundings): Generator<BasedStage> {
  for (const stage of file.stages) {
    if (!stage.base || parentStage(file, stage)) continue;
    const resolved = resolveGlobals(file, stage.base.text, surroundings);
    if (resolved.text !== "scratch") yield { stage, ...resolved };
  }
}

/** Name and tag of an image; undefined for a digest, and where the name is wrong. */
function tagged(text: string | undefined): { name: string; tag: string | undefined } | undefined {
  if (!text) return undefined;
  try {
    const ref = parseReference(text);
    return ref.digest ? undefined : { name: familiarName(ref), tag: ref.tag };
  } catch {
    return undefined; // A rule of its own tells of malformed names.
  }
}

const invalidImageName: Rule = {
  id: "InvalidImageName",
  severity: "error",
  brief: "FROM names an image",
  why: "The builders refuse malformed names: letters in upper case, two colons, empty parts.",
  *find(file, surroundings) {
    for (const { stage, text, undeclared, unset } of stagesOnImages(file, surroundings)) {
      if (text === undefined || undeclared.length + unset.length > 0) continue;
      try {
        parseReference(text);
      } catch (error) {
        if (!(error instanceof UsageFailure)) throw error;
        const message = `${text || "An empty text"} is no name of an image: ${error.why}`;
        yield { at: stage.base!, message, next: "Write [HOST/]NAME:TAG, for example debian:12" };
      }
    }
  },
};

/** An image whose content changes: its tag is latest, or it has none. */
function unpinned(text: string | undefined): { name: string; tag: string | undefined } | undefined {
  const image = tagged(text);
  return image?.tag === undefined || image.tag === "latest" ? image : undefined;
}

const unpinnedBase: Rule = {
  id: "UnpinnedBase",
  severity: "warning",
  brief: "Images have a tag other than latest, or a digest",
  why:
    "latest is another image every few weeks: the same Dockerfile stops giving the same result, " +
    "and nobody can tell what an image was built on. Name a version, best the one tested.",
  *find(file, surroundings) {
    for (const { stage, text } of stagesOnImages(file, surroundings)) {
      const image = unpinned(text);
      if (!image) continue;
      const [newest] = Object.hasOwn(supported, image.name)
        ? supported[image.name](surroundings.now)
        : [];
      const message = image.tag === undefined
        ? `The base image ${text} has no tag, which means latest`
        : `The base image ${text} changes without notice`;
      const next = newest
        ? `Name the version that you test with, for example ${image.name}:${newest.version}`
        : "Name the version that you test with";
      yield { at: stage.base!, message, next };
    }
    yield* unpinnedSources(file);
  },
};

/** Images that files are copied from; a name that could be a stage's is left to StageOrImage. */
function* unpinnedSources({ instructions }: Dockerfile): Generator<Complaint> {
  for (const { keyword, flags } of instructions) {
    for (const { name, value = "", start, end } of keyword === "COPY" ? flags : []) {
      if (name !== "from" || value.includes("$") || !/[/:]/.test(value)) continue;
      if (!unpinned(value)) continue;
      yield {
        at: { start, end },
        message: `The files of ${value} change without notice`,
        next: "Name the version that you test with",
      };
    }
  }
}

const supported: Record<string, (now: number) => { version: string }[]> = Object.fromEntries(
  ["debian", "ubuntu", "alpine", "fedora", "python", "node", "php", "ruby"]
    .map((name) => [name, (now: number) => supportedReleases(name, now)]),
);

const endOfLifeBase: Rule = {
  id: "EndOfLifeBase",
  severity: "warning",
  brief: "A base image still gets security updates",
  why: "Holes found after the end of support stay open, and the package servers of old releases " +
    "are moved away, so that installing fails one day. Move to a release that is looked after.",
  *find(file, surroundings) {
    for (const { stage, text } of stagesOnImages(file, surroundings)) {
      const image = tagged(text);
      if (image?.tag === undefined) continue;
      for (const release of namedReleases(image.name, image.tag)) {
        if (!hasEnded(release, surroundings.now)) continue;
        const name = [release.image, release.version, release.codename].filter(Boolean).join(" ");
        yield {
          at: stage.base!,
          message: `The base image ${text} gets no security updates: ${name} ended on ` +
            release.end,
          next: nextRelease(release.image, surroundings.now),
        };
      }
    }
  },
};

function nextRelease(image: string, now: number): string {
  const versions = supportedReleases(image, now).map(({ version }) => version).slice(0, 4);
  if (versions.length > 0) return `Use one of ${image} ${versions.join(", ")}`;
  const heirs = image === "centos" ? "almalinux:9 or rockylinux:9" : "a release with support";
  return `Use ${heirs}`;
}

const undefinedArgInFrom: Rule = {
  id: "UndefinedArgInFrom",
  severity: "error",
  brief: "A variable in FROM is declared by an ARG before the first FROM",
  why: "FROM sees only ARGs that stand above the first FROM; any other is empty there.",
  *find(file, surroundings) {
    for (const { stage, undeclared } of stagesOnImages(file, surroundings)) {
      for (const name of undeclared) {
        yield {
          at: stage.base!,
          message: `The variable ${name} in FROM is not declared before the first FROM`,
          next: `Add ARG ${name}=IMAGE above the first FROM`,
        };
      }
    }
  },
};

const invalidDefaultArgInFrom: Rule = {
  id: "InvalidDefaultArgInFrom",
  severity: "warning",
  brief: "The ARGs in FROM have defaults that name an image",
  why: "Without --build-arg the name of the base image is empty or malformed, and the build fails.",
  *find(file, surroundings): Generator<Complaint> {
    for (const { stage, unset } of stagesOnImages(file, surroundings)) {
      for (const name of unset) {
        yield {
          at: stage.base!,
          message: `The variable ${name} in FROM has no default value`,
          next: `Give it one, ARG ${name}=VALUE, or always build with --build-arg ${name}=VALUE`,
        };
      }
    }
  },
};

/** Rules about base images. */
export const baseImageRules = [
  invalidImageName,
  unpinnedBase,
  endOfLifeBase,
  undefinedArgInFrom,
  invalidDefaultArgInFrom,
];
