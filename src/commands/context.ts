import type { DkContext } from "../cli/context.ts";
import { defineCommand } from "../cli/command.ts";
import { choice, text, toggle } from "../cli/flags.ts";
import { disagreement, isSameForClassic } from "../features/context/disagreement.ts";
import type { BuildContext, ContextRules } from "../features/context/entry.ts";
import { explainPath, type Explanation } from "../features/context/explain.ts";
import { copiedPaths, namedSources } from "../features/build/copied_paths.ts";
import { probableSecret } from "../features/build/probable_secrets.ts";
import { mayHoldSecret } from "../features/build/secret_kinds.ts";
import { refuseRemote } from "../features/build/remote/open.ts";
import { largestPaths } from "../features/context/largest.ts";
import { openContext } from "../features/context/open.ts";
import { suggestLines } from "../features/context/suggest.ts";
import { UsageFailure } from "../lib/failure.ts";
import { isWithin, join, relative, resolve } from "../lib/path.ts";
import { contextNoticeText } from "../features/context/notice_text.ts";
import { type ContextReport, contextReportText } from "../view/context_report.ts";
import { humanSize } from "../view/size.ts";
import { jsonFormatFlag } from "./format_flag.ts";

/** Paths in the tree of the largest. */
const LARGEST = 12;

export default defineCommand({
  name: "context",
  brief: "Show what a build would send to the engine, how big it is, and why",
  description: `
Lists the files of the build context PATH (the working directory when left out) that are not
ignored, their total, the largest among them, and files over which the classic builder and BuildKit
disagree. Asks no engine.

--format json prints {directory, ignoreFile, bytes, entries: [{path, type, size}], largest: [{path,
bytes, directory}], secrets: [{path, what, line}], skipped: [path], disagreement: {classicOnly:
[path], buildkitOnly: [path]}}; secrets are files that the Dockerfile copies, with the ignore lines
that keep them out. With --explain it is {path, ignored, file, line, pattern, directory}, null where
nothing decided; with --suggest an array of {line, why, files, bytes}, each of them beyond the lines
before it. Sizes are in bytes.`,
  flags: {
    builder: choice(["buildkit", "classic"], "Whose rules apply; buildkit when left out"),
    explain: text("Name the line that ignores or keeps this file, seen from PATH", {
      placeholder: "FILE",
    }),
    file: text("The Dockerfile; its own ignore file goes first for BuildKit", {
      short: "f",
      placeholder: "DOCKERFILE",
    }),
    format: jsonFormatFlag,
    quiet: toggle("Print paths only", { short: "q" }),
    suggest: toggle("Print ignore lines worth adding, with what they save"),
  },
  words: { usage: "[PATH]", least: 0, most: 1 },
  examples: [
    ["What would be sent from here", "dk context"],
    ["Why a file is missing in the image", "dk context --explain data/raw.csv"],
    ["Add every line that would help", "dk context --suggest >> .dockerignore"],
  ],
  async run(context, flags, [path = "."]) {
    if (flags.explain !== undefined && flags.suggest) {
      throw new UsageFailure("--explain and --suggest do not go together", {
        next: "Use one after the other",
      });
    }
    await refuseRemote(path, context.cwd);
    const open = (rules: ContextRules) =>
      openContext({
        directory: path,
        cwd: context.cwd,
        dockerfile: flags.file,
        dockerfileOptional: true,
        rules,
        now: context.now(),
        signal: context.signal,
      });
    const rules = flags.builder ?? "buildkit";
    const opened = await open(rules);
    for (const notice of opened.notices) context.stderr.write(`${contextNoticeText(notice)}\n`);
    if (flags.explain !== undefined) {
      const file = seenFrom(opened.directory, flags.explain);
      await warnOfAbsence(context, opened.directory, file);
      return print(context, flags.format, explainPath(opened, rules, file), explanationText);
    }
    if (flags.suggest) return await printSuggestions(context, flags.format, opened, rules);
    if (flags.quiet) {
      return context.stdout.write(opened.entries.map(({ name }) => `${name}\n`).join(""));
    }
    const isSame = rules === "buildkit" && isSameForClassic(opened);
    const other = isSame ? opened : await open(rules === "classic" ? "buildkit" : "classic");
    const [classic, buildkit] = rules === "classic" ? [opened, other] : [other, opened];
    const report = reportOf(opened, classic, buildkit, copiedPaths(await dockerfileOf(opened)));
    print(context, flags.format, report, contextReportText);
  },
});

/** Writes `value` as one JSON document or as text; what is undefined becomes null. */
function print<T>(
  context: DkContext,
  format: "json" | undefined,
  value: T,
  asText: (value: T) => string,
): void {
  const json = () => JSON.stringify(value, (_, part) => part === undefined ? null : part, 2);
  context.stdout.write(format === "json" ? `${json()}\n` : asText(value));
}

/** Its text; empty where there is none yet. */
async function dockerfileOf({ dockerfilePath }: Pick<BuildContext, "dockerfilePath">) {
  return dockerfilePath === undefined ? "" : await Deno.readTextFile(dockerfilePath);
}

/** Text is meant to be added to the ignore file as it is. */
async function printSuggestions(
  context: DkContext,
  format: "json" | undefined,
  { directory, dockerfilePath, entries, ignoreFile, patterns }: BuildContext,
  rules: ContextRules,
): Promise<void> {
  const needed = namedSources(await dockerfileOf({ dockerfilePath }));
  const suggestions = suggestLines(entries, { needed, patterns, rules });
  if (ignoreFile !== undefined && ignoreFile !== ".dockerignore") {
    context.stderr.write(`Note: the ignore file that counts is ${ignoreFile}\n`);
  }
  const isOpen = ignoreFile !== undefined && suggestions.length > 0 &&
    /[^\n]$/.test(await Deno.readTextFile(join(directory, ignoreFile)));
  print(context, format, suggestions, (list) =>
    (isOpen ? "\n" : "") +
    list.map(({ line, why, files, bytes }) =>
      `# ${humanSize(bytes)} in ${files} ${files === 1 ? "file" : "files"}: ${why}\n${line}\n`
    ).join(""));
}

function reportOf(
  shown: BuildContext,
  classic: BuildContext,
  buildkit: BuildContext,
  isCopied: (path: string) => boolean,
): ContextReport {
  return {
    directory: shown.directory,
    ignoreFile: shown.ignoreFile ?? null,
    bytes: shown.bytes,
    entries: shown.entries.map(({ name, type, size }) => ({ path: name, type, size })),
    largest: largestPaths(shown.entries, LARGEST)
      .map(({ path, bytes, isDirectory }) => ({ path, bytes, directory: isDirectory })),
    secrets: shown.entries
      .filter(({ name }) => mayHoldSecret(name) && isCopied(name))
      .flatMap((entry) => probableSecret(shown.directory, entry) ?? []),
    skipped: shown.notices.flatMap((notice) =>
      notice.kind === "socket-skipped" ? [notice.path] : []
    ),
    disagreement: disagreement(classic, buildkit),
  };
}

/** Lines can be asked about what is yet to be made; more often the name is wrong. */
async function warnOfAbsence({ stderr }: DkContext, directory: string, file: string) {
  try {
    await Deno.lstat(join(directory, file));
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isAbsent) throw error;
    stderr.write(`Note: there is no ${file} in ${directory} yet\n`);
  }
}

/** The file as a path below the context. */
function seenFrom(directory: string, file: string): string {
  const path = resolve(directory, file);
  if (path === directory || !isWithin(directory, path)) {
    throw new UsageFailure(`${file} is not below the build context ${directory}`, {
      next: "Name a file of the context, by its path from there",
    });
  }
  return relative(directory, path);
}

function explanationText({ path, ignored, file, line, pattern, directory }: Explanation): string {
  const verdict = `${path} is ${ignored ? "ignored" : "sent"}`;
  if (pattern === undefined) return `${verdict}: no line matches it\n`;
  if (line === undefined) return `${verdict}: the builder needs it\n`;
  const where = `line ${line} of ${file}: ${pattern}`;
  const searched = directory === undefined ? "" : `; ${directory} is not searched`;
  return `${verdict} by ${where}${searched}\n`;
}
