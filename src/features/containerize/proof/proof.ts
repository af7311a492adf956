/** In what a path of the image is not what it is in the session. */
export type Aspect =
  | "missing"
  | "added"
  | "type"
  | "mode"
  | "owner"
  | "content"
  | "link"
  | "device"
  | "capabilities"
  | "package version"
  | "variable"
  | "working directory"
  | "user";

/** One difference, with what is most likely behind it. */
export interface Difference {
  /** Absolute; `MANAGER:NAME` for a package; `variable:NAME`, `working directory` and `user`. */
  path: string;
  /** `missing`: only the session has it; `added`: only the image has it. */
  aspect: Aspect;
  /** What it is there: a type, mode, owner, target, version, value, or size and digest; null without. */
  session: string | null;
  image: string | null;
  /** One sentence without a period. */
  reason: string;
  /** The step that the reason speaks of: its position in the ledger, from 1. */
  step?: number;
}

/** What a step did of which the image is to hold nothing. */
export interface LeftOutStep {
  /** Position in the ledger, from 1. */
  step: number;
  command: string;
  why: string;
  /** Those paths that differ because of it. */
  paths: string[];
}

/** Packages of one manager, as the file systems themselves name them. */
export interface PackageComparison {
  /** `NAME VERSION`. */
  equal: string[];
  different: { name: string; session: string | null; image: string | null }[];
}

/** What comparing a built image with the session behind it has shown. A plain value. */
export interface Proof {
  /** True when there is no difference. */
  equal: boolean;
  differences: Difference[];
  leftOut: LeftOutStep[];
  /** Files of the project that no step changed and the Dockerfile does not copy. */
  notCopied: string[];
  /** Differences that the Dockerfile makes on purpose. */
  onPurpose: { path: string; reason: string }[];
  /** How many paths each rule of the published list (`dk help proof`) left out. */
  noise: Record<string, number>;
  /** How many paths session and image were compared in. */
  compared: number;
  /** By manager: dpkg, apk, pip, npm, R, conda. */
  packages: Record<string, PackageComparison>;
  /** What the comparison could not see; one sentence each. */
  limits: string[];
}
