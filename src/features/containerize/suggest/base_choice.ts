import { hasEnded, namedReleases } from "../../build/check/releases.ts";
import { familiarName, parseImageName } from "../../../image/reference.ts";
import type { ImageSummary } from "../../../engine/images/list.ts";
import {
  type BaseFamily,
  baseFamily,
  everyVersion,
  type LocalVersions,
  series,
} from "./base_family.ts";
import type { ProjectFindings } from "./findings.ts";
import { compareVersions, VersionRange } from "./version_range.ts";

/** An image that the engine has already. */
export interface PresentImage {
  /** Familiar reference with a tag: `python:3.12-slim`. */
  image: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since the epoch. */
  created: number;
}

/** The suggested answer to the first question. */
export interface BaseSuggestion {
  image: string;
  reason: string;
  /** Undefined where it has to be pulled. */
  present: PresentImage | undefined;
  /** Other images of the engine that would do, the best first. */
  others: readonly PresentImage[];
}

/** What a choice among base images is made from. */
export interface BaseWorld {
  /** Of the engine. */
  images: readonly PresentImage[];
  local: LocalVersions;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The engine's images under names that stay what they are. */
export function presentImages(
  images: readonly Pick<ImageSummary, "RepoTags" | "Size" | "Created">[],
): PresentImage[] {
  return images.flatMap(({ RepoTags, Size, Created }) =>
    (RepoTags ?? []).filter((name) => !/<none>|:latest$/.test(name))
      .map((image) => ({ image, size: Size, created: Created * 1000 }))
  );
}

/**
 * The base image for a project: the version that it asks for, or that it is developed with, or one
 * that is looked after for long; never `latest`. What the engine has is taken where it is as good.
 */
export function suggestBase(findings: ProjectFindings, world: BaseWorld): BaseSuggestion {
  const family = baseFamily(findings, world.local);
  const { version, why } = chooseVersion(family, world);
  const image = `${family.repository}:${family.tag(version)}`;
  const fitting = fittingImages(family, world);
  const wanted = namedVersion(family) ?? (why.byLocal ? series(version, parts(family)) : undefined);
  const present = fitting.find((each) => each.image === image) ??
    fitting.find((each) => wanted === undefined || inSeries(each.image, wanted));
  const others = [...fitting, ...systems(world)].filter((each) => each !== present).slice(0, 4);
  return { image: present?.image ?? image, reason: why.text, present, others };
}

interface Choice {
  version: string;
  why: { text: string; byLocal: boolean };
}

function chooseVersion(family: BaseFamily, { now }: BaseWorld): Choice {
  const { asked, local, language } = family;
  const supported = family.versions(now);
  const allowed = asked
    ? supported.filter((version) => asked.range.allowsSeries(version))
    : [...supported];
  const asks = asked ? `${asked.file} asks for ${language} ${asked.range.text}` : undefined;
  const named = namedVersion(family);
  if (named) return { version: named, why: { text: asks!, byLocal: false } };
  const own = local === undefined ? undefined : series(local, parts(family));
  if (own && allowed.includes(own)) {
    const text = [asks, `you develop with ${local}`].filter(Boolean).join("; ");
    return {
      version: own,
      why: { text: asks ? text : `you develop with ${language} ${local}`, byLocal: true },
    };
  }
  const version = allowed[0] ??
    everyVersion(family).find((old) => asked!.range.allowsSeries(old)) ?? supported[0];
  return { version, why: { text: asks ?? family.reason, byLocal: false } };
}

/** The release that a project asks for by name; R's images have every one, others their series. */
function namedVersion({ asked, language }: BaseFamily): string | undefined {
  const exact = asked?.range.exact;
  if (exact === undefined) return undefined;
  if (language === "R") return exact;
  const numbers = language === "Python" ? 2 : 1;
  return exact.split(".").length < numbers ? undefined : series(exact, numbers);
}

function parts({ language }: BaseFamily): number {
  return language === "Python" ? 2 : language === "R" ? 3 : 1;
}

/** Images of the family on the engine whose version will do, slim and new ones first. */
function fittingImages(
  { repository, asked }: BaseFamily,
  { images, now }: BaseWorld,
): PresentImage[] {
  return images.filter(({ image }) => {
    const named = nameAndTag(image);
    const version = /^\d+(\.\d+)*/.exec(named?.tag ?? "")?.[0];
    if (named?.name !== repository || version === undefined) return false;
    if (namedReleases(repository, named.tag).some((release) => hasEnded(release, now))) {
      return false;
    }
    return asked === undefined || asked.range.allowsSeries(version);
  }).toSorted((a, b) =>
    Number(/slim/.test(b.image)) - Number(/slim/.test(a.image)) ||
    compareVersions(versionOf(b.image), versionOf(a.image))
  );
}

/** Images of the engine that hold a system that is looked after: anything can be installed there. */
function systems({ images, now }: BaseWorld): PresentImage[] {
  return images.filter(({ image }) => {
    const named = nameAndTag(image);
    if (!named || !/^(debian|ubuntu|almalinux|rockylinux|fedora)$/.test(named.name)) return false;
    return /\d/.test(named.tag) &&
      !namedReleases(named.name, named.tag).some((release) => hasEnded(release, now));
  });
}

function inSeries(image: string, wanted: string): boolean {
  return VersionRange.parse(wanted)!.allows(versionOf(image));
}

function versionOf(image: string): string {
  return /^\d+(\.\d+)*/.exec(nameAndTag(image)?.tag ?? "")?.[0] ?? "0";
}

/** Familiar name and tag of an image; undefined for ids, digests and names without a tag. */
export function nameAndTag(image: string): { name: string; tag: string } | undefined {
  const parsed = parseImageName(image);
  if (parsed.kind === "id" || parsed.ref.digest || parsed.ref.tag === undefined) return undefined;
  return { name: familiarName(parsed.ref), tag: parsed.ref.tag };
}
