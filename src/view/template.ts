import { Evaluation } from "./template/evaluate.ts";
import { functionNames, headerFunctions, templateFunctions } from "./template/functions.ts";
import type { Node, Operand, Pipeline, TemplateTree } from "./template/nodes.ts";
import { parseTree } from "./template/parse.ts";
import { type KnownFields, RecordPaths } from "./template/record_paths.ts";

/**
 * A template of docker's `--format`: the language of Go's text/template with the functions that
 * docker adds. What docker prints from types that only it knows (a whole struct) is refused with
 * the way out, never printed wrongly.
 */
export interface Template {
  /** Names of the fields it uses; `.` alone is the empty string. */
  fields: ReadonlySet<string>;
  /**
   * @param known what is known of the fields beyond what the value says
   * @throws UsageFailure for a field that does not exist or has no text form
   */
  render(value: TemplateValue, known?: KnownFields): string;
  /** The line above a table: titles pass unchanged through what changes the cells' letters. */
  renderHeader(titles: TemplateValue): string;
}

/** A record, in the names of docker's template fields. */
export type TemplateValue = Readonly<Record<string, unknown>>;

/** @throws UsageFailure for what is no template */
export function parseTemplate(source: string): Template {
  const tree = parseTree(source, functionNames);
  return {
    fields: new Set(usedFields(tree)),
    render: (value, known) =>
      new Evaluation(tree, value, templateFunctions, new RecordPaths(value, known)).run(),
    renderHeader: (titles) =>
      new Evaluation(tree, titles, headerFunctions, new RecordPaths(titles)).run(),
  };
}

/** The first names of all fields that stand in the template, wherever they hang. */
function* usedFields({ body, defined }: TemplateTree): Generator<string> {
  for (const nodes of [body, ...defined.values()]) yield* fieldsOfNodes(nodes);
}

function* fieldsOfNodes(nodes: readonly Node[]): Generator<string> {
  for (const node of nodes) {
    if ("pipeline" in node && node.pipeline) yield* fieldsOfPipeline(node.pipeline);
    if ("body" in node) yield* fieldsOfNodes([...node.body, ...node.otherwise]);
  }
}

function* fieldsOfPipeline({ commands }: Pipeline): Generator<string> {
  for (const operand of commands.flat()) yield* fieldsOfOperand(operand);
}

function* fieldsOfOperand(operand: Operand): Generator<string> {
  if (operand.kind === "group") yield* fieldsOfPipeline(operand.pipeline);
  if (operand.kind === "dot") yield operand.fields[0] ?? "";
  if (operand.kind === "variable") yield* operand.fields.slice(0, 1);
}
