import {
  hasEnded,
  type NamedRelease,
  namedReleases,
  supportedReleases,
} from "../../build/check/releases.ts";
import { parseImageName } from "../../../image/reference.ts";
import { nameAndTag } from "./base_choice.ts";
import type { BaseFacts } from "./base_facts.ts";
import type { LocalVersions } from "./base_family.ts";
import type { ProjectFindings, VersionAsked } from "./findings.ts";
import { series } from "./base_family.ts";

/** Something to know about a base image before it is worked with. */
export interface BaseNote {
  text: string;
  /** A base image to take instead, where one is known. */
  instead?: string;
  /** True where going on is likely to fail. */
  isSerious: boolean;
}

const day = 86_400_000;

/** What the name of an image says: a tag that moves, a release that nobody looks after. */
export function notesOnName(image: string, now: number): BaseNote[] {
  const named = nameAndTag(image);
  if (!named) {
    const parsed = parseImageName(image);
    return parsed.kind === "id" || parsed.ref.digest ? [] : [unpinned(image, now)];
  }
  const moving = /\d/.test(named.tag) || namedReleases(named.name, named.tag).length > 0
    ? []
    : [unpinned(image, now)];
  return [...moving, ...namedReleases(named.name, named.tag).flatMap((each) => ending(each, now))];
}

/** What the image itself says, where its name did not. */
export function notesOnFacts(
  image: string,
  facts: BaseFacts,
  { findings, local, now }: { findings: ProjectFindings; local: LocalVersions; now: number },
): BaseNote[] {
  const { id, version } = facts.system;
  const named = nameAndTag(image);
  const told = named ? namedReleases(named.name, named.tag).map(({ image }) => image) : [];
  const system = told.includes(id) ? [] : namedReleases(id, version);
  return [
    ...system.flatMap((each) => ending(each, now)),
    ...interpreterNotes("Python", facts.python?.version ?? systemPython(facts), {
      asked: findings.python?.asked ?? findings.conda?.python,
      local: findings.python && local.python,
      numbers: 2,
      instead: (version) => `python:${version}-slim`,
    }),
    ...interpreterNotes("Node.js", facts.node, {
      asked: findings.node?.asked,
      local: findings.node?.manifest && local.node,
      numbers: 1,
      instead: (version) => `node:${version}-slim`,
    }),
    ...interpreterNotes("R", facts.r, {
      asked: findings.r?.asked,
      local: findings.r && local.r,
      numbers: 2,
      instead: () => undefined,
    }),
  ];
}

/** The last day of security updates, as far as the image's name tells; the earliest of several. */
export function supportedUntil(image: string): string | undefined {
  const named = nameAndTag(image);
  if (!named) return undefined;
  return namedReleases(named.name, named.tag).map(({ end }) => end).sort()[0];
}

function unpinned(image: string, now: number): BaseNote {
  const name = image.replace(/:[^/]*$/, "");
  const text = /:/.test(image.replace(/^.*\//, ""))
    ? `The tag of ${image} moves: the same Dockerfile will give another image some day`
    : `${image} has no tag: which image that is changes without notice`;
  const newest = /^(debian|ubuntu|alpine|fedora|python|node)$/.test(name)
    ? supportedReleases(name, now)[0]?.version
    : undefined;
  return { text, instead: newest && `${name}:${newest}`, isSerious: false };
}

const makersNames: Readonly<Record<string, string>> = {
  alpine: "Alpine",
  amazonlinux: "Amazon Linux",
  centos: "CentOS",
  debian: "Debian",
  fedora: "Fedora",
  node: "Node.js",
  php: "PHP",
  python: "Python",
  ruby: "Ruby",
  ubuntu: "Ubuntu",
};

/** Releases that have ended, or will within half a year. */
function ending(release: NamedRelease, now: number): BaseNote[] {
  const { image, version, end } = release;
  const name = `${makersNames[image] ?? image} ${version}`;
  if (hasEnded(release, now)) {
    const gone = image === "centos"
      ? ", and its package servers are gone: yum installs nothing there"
      : "";
    const text = `${name} gets no security updates since ${end}${gone}`;
    return [{ text, instead: successor(image, now), isSerious: gone !== "" }];
  }
  const left = Date.parse(end) - now;
  if (left > 182 * day) return [];
  return [{ text: `${name} gets security updates until ${end} only`, isSerious: false }];
}

function successor(image: string, now: number): string | undefined {
  if (image === "centos") return "almalinux:9";
  const newest = supportedReleases(image, now)[0]?.version;
  return newest && `${image}:${newest}${image === "python" || image === "node" ? "-slim" : ""}`;
}

interface Wanted {
  asked: VersionAsked | undefined;
  local: string | undefined;
  /** How many numbers of two versions must agree. */
  numbers: number;
  instead(version: string): string | undefined;
}

/** Whether an interpreter is the one that is asked for, and the one that is developed with. */
function interpreterNotes(
  language: string,
  version: string | undefined,
  { asked, local, numbers, instead }: Wanted,
): BaseNote[] {
  if (version === undefined) return [];
  if (asked) {
    const fits = version.split(".").length > numbers
      ? asked.range.allows(version)
      : asked.range.allowsSeries(version);
    if (fits) return [];
    const text = `Its ${language} is ${version}; ${asked.file} asks for ${asked.range.text}`;
    const named = asked.range.exact ?? local;
    return [{ text, instead: named && instead(series(named, numbers)), isSerious: true }];
  }
  if (!local || series(local, numbers) === series(version, numbers)) return [];
  const text = `Its ${language} is ${version}; you develop with ${local}`;
  return [{ text, instead: instead(series(local, numbers)), isSerious: false }];
}

/** The Python that a system's package manager installs, by the system's id and version. */
const systemPythons: readonly [id: string, version: string, python: string][] = [
  ["debian", "11", "3.9"],
  ["debian", "12", "3.11"],
  ["debian", "13", "3.13"],
  ["ubuntu", "22.04", "3.10"],
  ["ubuntu", "24.04", "3.12"],
  ["ubuntu", "26.04", "3.14"],
  ["alpine", "3.21", "3.12"],
  ["alpine", "3.22", "3.12"],
  ["centos", "7", "3.6"],
  ["almalinux", "8", "3.6"],
  ["almalinux", "9", "3.9"],
  ["almalinux", "10", "3.12"],
  ["rocky", "8", "3.6"],
  ["rocky", "9", "3.9"],
  ["rocky", "10", "3.12"],
];

function systemPython({ system }: BaseFacts): string | undefined {
  return systemPythons.find(([id, version]) =>
    system.id === id && (system.version === version || system.version.startsWith(`${version}.`))
  )?.[2];
}
