import {
  choice,
  text,
  texts,
  toggle,
  value,
  type ValueFlag,
  values,
  wholeNumber,
} from "../cli/flags.ts";
import { parseAnnotation } from "../features/build/annotations.ts";
import { type BuilderChoice, builderChoices } from "../features/build/build.ts";
import { parseCacheFrom, parseCacheTo } from "../features/build/cache_flag.ts";
import * as foreign from "../features/build/foreign_flags.ts";
import { parseOutput } from "../features/build/output_flag.ts";
import { parseSecret } from "../features/build/secret_flag.ts";
import { parseAgent } from "../features/build/ssh_flag.ts";
import { parseHostEntry } from "../features/run/addresses.ts";
import { parseUlimit } from "../features/run/limits.ts";
import { parsePair, parsePlatform } from "../features/run/modes.ts";
import { parseByteSize, parseByteSizeOrUnlimited } from "../features/run/quantities.ts";
import { familiarReference, parseReference, withDefaultTag } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { contentTrustFlag } from "./content_trust_flag.ts";
import { jsonFormatFlag } from "./format_flag.ts";
import { caFlag, credentialsFlag } from "./loan_flags.ts";
import { progressFlag } from "./progress_flag.ts";

const pair = { placeholder: "NAME[=VALUE]" };

const builders = choice(builderChoices, "Which of the engine's builders to use");

/** The engine's own builder is what `docker buildx` calls default. */
const builderFlag: ValueFlag<BuilderChoice | undefined> = {
  ...builders,
  parse: (text, flag) => text === "default" ? undefined : builders.parse(text, flag),
};

/** @throws UsageFailure for several, which the engine's builder does not build at once */
function parseOnePlatform(text: string, flag: string): string {
  const [first, ...more] = text.split(",").filter(Boolean);
  if (more.length === 0) return parsePlatform(first ?? text, flag);
  throw new UsageFailure(`Invalid value ${JSON.stringify(text)} for ${flag}`, {
    why: "The engine's own builder makes an image for one platform",
    next: `Build once for each: ${flag} ${first}, then ${flag} ${more[0]}`,
  });
}

/** @throws UsageFailure for an empty name */
function stageNames(text: string, flag: string): string {
  if (text !== "") return text;
  throw new UsageFailure(`Invalid value "" for ${flag}`, {
    next: "Name a stage of the Dockerfile",
  });
}

/** The flags of `dk build`: those of `docker build` and of `docker buildx build`, and dk's own. */
export const buildFlags = {
  addHost: values(parseHostEntry, "Add a line to /etc/hosts of the steps", {
    placeholder: "NAME:IP",
  }),
  annotation: values(parseAnnotation, "Set an annotation of the image's manifest, or of PART", {
    placeholder: "[PART:]NAME=VALUE",
  }),
  buildArg: values(parsePair, "Value of an ARG; NAME alone takes it from here", pair),
  allow: texts("", { hidden: true }),
  attest: values(foreign.parseAttest, "", { hidden: true }),
  buildContext: values(foreign.parseBuildContext, "", { hidden: true }),
  builder: builderFlag,
  ca: caFlag,
  cacheFrom: values(parseCacheFrom, "Image whose layers may be used again", {
    placeholder: "IMAGE",
  }),
  cacheTo: value(parseCacheTo, "Record the cache in the image: type=inline", {
    placeholder: "inline",
  }),
  call: value(foreign.parseCall, "", { hidden: true }),
  cgroupParent: text("Control group of the steps; --builder classic", { placeholder: "GROUP" }),
  check: choice(["file", "rules"], "Check the Dockerfile instead of building; list the rules", {
    bare: "file",
  }),
  // The context travels as fast without.
  compress: toggle("", { hidden: true }),
  cpuPeriod: value(wholeNumber(), "", { hidden: true }),
  cpuQuota: value(wholeNumber(-1), "", { hidden: true }),
  cpuShares: value(wholeNumber(), "", { short: "c", hidden: true }),
  cpusetCpus: text("Processors for the steps; --builder classic", { placeholder: "0-3,5" }),
  cpusetMems: text("", { hidden: true }),
  credentials: credentialsFlag,
  disableContentTrust: contentTrustFlag,
  dryRun: toggle("Print what would be done, and do nothing"),
  file: text("Dockerfile, PATH/Dockerfile by default; - reads it from stdin", {
    short: "f",
    placeholder: "FILE",
  }),
  force: toggle("Build even from /, the home directory or the top of a file system"),
  forceRm: toggle("", { hidden: true }),
  format: jsonFormatFlag,
  iidfile: text("Write the image's id to this file", { placeholder: "FILE" }),
  isolation: value(foreign.parseIsolation, "", { hidden: true }),
  label: values(parsePair, "Set a label of the image", pair),
  // What buildx needs to be told and dk always does.
  load: toggle("", { hidden: true }),
  memory: value(parseByteSize, "Most memory of a step; --builder classic", {
    short: "m",
    placeholder: "SIZE",
  }),
  memorySwap: value(parseByteSizeOrUnlimited, "", { hidden: true }),
  metadataFile: text("Write the image's digest and names to this file, as JSON", {
    placeholder: "FILE",
  }),
  network: text("Network of the steps: default, none, host; with --builder classic also a name", {
    placeholder: "NETWORK",
  }),
  noCache: toggle("Run all steps, whatever was built before"),
  noCacheFilter: values(stageNames, "The same: the engine cannot do so for a stage alone", {
    placeholder: "STAGE",
  }),
  output: value(parseOutput, "Where the result goes: DIR, - or type=tar,dest=FILE", {
    short: "o",
    placeholder: "OUTPUT",
    once: true,
  }),
  platform: value(parseOnePlatform, "Platform to build for", { placeholder: "OS/ARCH[/VARIANT]" }),
  progress: progressFlag,
  provenance: value(foreign.parseAttestation, "", { bare: "true", hidden: true }),
  pull: toggle("Ask the registry for newer base images"),
  push: toggle("Push the image's names to their registries when it is built"),
  quiet: toggle("No progress", { short: "q" }),
  rm: toggle("", { hidden: true }),
  sbom: value(foreign.parseAttestation, "", { bare: "true", hidden: true }),
  secret: values(parseSecret, "Secret for RUN --mount=type=secret: id=ID,src=FILE or env=NAME", {
    placeholder: "SECRET",
  }),
  securityOpt: texts("", { hidden: true }),
  shmSize: value(parseByteSize, "Size of /dev/shm in the steps", { placeholder: "SIZE" }),
  squash: toggle("", { hidden: true }),
  ssh: values(parseAgent, "Agent for RUN --mount=type=ssh: default, or ID=SOCKET", {
    placeholder: "AGENT",
  }),
  strict: toggle("Let --check fail for every finding, not for errors alone"),
  tag: values(parseTag, "Name of the image; repeatable", {
    short: "t",
    placeholder: "NAME[:TAG]",
  }),
  target: text("Stage to stop at", { placeholder: "STAGE" }),
  test: toggle("Name the image only when the test saved by dk containerize passes in it"),
  ulimit: values(parseUlimit, "Limit of the steps", { placeholder: "NAME=SOFT[:HARD]" }),
};

/** Reads `--tag`. @throws UsageFailure */
export function parseTag(given: string, flag: string): string {
  const ref = parseReference(given);
  if (!ref.digest) return familiarReference(withDefaultTag(ref));
  throw new UsageFailure(`Invalid value ${JSON.stringify(given)} for ${flag}`, {
    why: "An image's digest follows from its content and cannot be chosen",
    next: "Write NAME[:TAG]",
  });
}
