import { UsageFailure } from "../lib/failure.ts";

/** What an image runs on, in the words of the OCI specification. */
export interface Platform {
  readonly os: string;
  /** `amd64`, `arm64`, `arm`, `386`, `ppc64le`, … */
  readonly architecture: string;
  /** `v7` and the like; left out where the architecture has one meaning. */
  readonly variant?: string;
}

const part = /^[A-Za-z0-9_.-]+$/;

const osNames: Readonly<Record<string, string>> = { macos: "darwin" };

/** Other names of an architecture, with the variant that they imply. */
const architectures: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  x86_64: ["amd64"],
  "x86-64": ["amd64"],
  aarch64: ["arm64"],
  armhf: ["arm", "v7"],
  armel: ["arm", "v6"],
  i386: ["386"],
  i686: ["386"],
};

/** Variants that say nothing beyond the architecture, and the one that plain `arm` means. */
const impliedVariants: Readonly<Record<string, string>> = { arm64: "v8", amd64: "v1" };
const defaultArmVariant = "v7";

/** Names that stand for an operating system when written alone. */
const knownSystems = new Set(["linux", "windows", "darwin", "macos", "freebsd", "wasi"]);

/**
 * Reads `OS[/ARCHITECTURE[/VARIANT]]` or a lone architecture, with the names of every Docker
 * client: `linux/aarch64` is `linux/arm64`, `linux/arm` is `linux/arm/v7`. What is left out comes
 * from `host`.
 *
 * @throws UsageFailure naming the text
 */
export function parsePlatform(text: string, host: Platform): Platform {
  const parts = text.split("/");
  if (parts.length > 3 || !parts.every((name) => part.test(name))) {
    throw new UsageFailure(`Malformed platform ${JSON.stringify(text)}`, {
      next: "Write it as OS/ARCHITECTURE[/VARIANT], for example linux/arm64",
    });
  }
  const [first, second, third] = parts.map((name) => name.toLowerCase());
  if (second !== undefined) return normalizePlatform(first, second, third);
  return knownSystems.has(first)
    ? { ...host, os: osNames[first] ?? first }
    : normalizePlatform(host.os, first);
}

/** A platform in its one spelling, from whatever names a kernel, engine or user gives it. */
export function normalizePlatform(os: string, architecture: string, variant = ""): Platform {
  const named = architecture.toLowerCase();
  const [known, implied] = architectures[named] ?? [named];
  const version = variant || implied || (known === "arm" ? defaultArmVariant : "");
  const full = /^\d/.test(version) ? `v${version}` : version.toLowerCase();
  return {
    os: osNames[os.toLowerCase()] ?? os.toLowerCase(),
    architecture: known,
    ...(full && full !== impliedVariants[known] && { variant: full }),
  };
}

/** `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return variant ? `${os}/${architecture}/${variant}` : `${os}/${architecture}`;
}
