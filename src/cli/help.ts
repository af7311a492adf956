import type { Command } from "./command.ts";
import { type Flag, flagName, type FlagSet } from "./flags.ts";

/** What the table of all commands says of one, without loading it. */
export interface CommandSummary {
  name: string;
  brief: string;
  /** Heading under which the command stands in the list. */
  group: string;
}

const width = 100;
const topicGroup = "Topics of dk help";

/** The help page of one command. */
export function commandHelp(command: Command, globalFlags: FlagSet): string {
  const hasFlags = Object.keys(command.flags).length > 0;
  const usage = ["dk", command.name, hasFlags ? "[OPTIONS]" : "", command.words.usage];
  const sections = [
    `${command.brief}\n`,
    `Usage:\n  ${usage.filter(Boolean).join(" ")}\n`,
    command.description ? `${paragraphs(command.description)}\n` : "",
    hasFlags ? `Options:\n${flagLines(command.flags)}` : "",
    `Options of every command:\n${flagLines(globalFlags)}`,
    command.examples ? `Examples:\n${exampleLines(command.examples)}` : "",
  ];
  return sections.filter(Boolean).join("\n");
}

/** The list of all commands and topics, for `dk --help`. */
export function rootHelp(
  commands: readonly CommandSummary[],
  topics: readonly Omit<CommandSummary, "group">[],
  globalFlags: FlagSet,
): string {
  const summaries = [...commands, ...topics.map((topic) => ({ ...topic, group: topicGroup }))];
  const groups = Map.groupBy(summaries, (summary) => summary.group);
  const column = Math.max(...summaries.map(({ name }) => name.length)) + 2;
  const lists = [...groups].map(([group, members]) => {
    const lines = members.map(({ name, brief }) => `  ${name.padEnd(column)}${brief}\n`);
    return `${group}:\n${lines.join("")}`;
  });
  return [
    "dk turns a project into a container image and gets it to where it must run\n",
    "Usage:\n  dk [OPTIONS] COMMAND\n",
    ...lists,
    `Options of every command:\n${flagLines(globalFlags)}`,
    "See dk COMMAND --help for one command\n",
  ].join("\n");
}

/** Empty lines part the paragraphs; where a line of one ends in the source does not matter. */
function paragraphs(text: string): string {
  return text.trim().split("\n\n")
    .map((paragraph) => wrap(paragraph.replaceAll("\n", " "), width).join("\n")).join("\n\n");
}

function flagLines(flags: FlagSet): string {
  const rows = Object.entries(flags)
    .filter(([, flag]) => !flag.hidden)
    .map(([key, flag]) => [flagLabel(key, flag), flag.brief] as const);
  const column = Math.min(34, Math.max(...rows.map(([label]) => label.length)) + 2);
  return rows.map(([label, brief]) => flagLine(label, brief, column)).join("");
}

function flagLabel(key: string, flag: Flag): string {
  const short = flag.short ? `-${flag.short}, ` : "    ";
  if (flag.kind === "boolean") return short + flagName(key);
  const placeholder = flag.placeholder ?? "VALUE";
  const bare = flag.kind === "value" && flag.bare !== undefined;
  return `${short}${flagName(key)}${bare ? `[=${placeholder}]` : ` ${placeholder}`}`;
}

function flagLine(label: string, brief: string, column: number): string {
  const lines = wrap(brief, width - column - 2);
  const indent = " ".repeat(column + 2);
  const first = label.length + 1 < column
    ? `  ${label.padEnd(column)}${lines.shift()}\n`
    : `  ${label}\n`;
  return first + lines.map((line) => `${indent}${line}\n`).join("");
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function exampleLines(examples: ReadonlyArray<readonly [string, string]>): string {
  return examples.map(([what, line]) => `  # ${what}\n  ${line}\n`).join("\n");
}
