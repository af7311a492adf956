import { UsageFailure } from "../lib/failure.ts";
import { formatTable } from "./table.ts";
import type { Template, TemplateValue } from "./template.ts";

/** One thing of a list in the three forms in which it can be printed. */
export interface ListItem {
  /** By docker's field names, as text; used by the table and by templates. */
  fields: TemplateValue;
  /** For `--format json`: dk's own documented names; made only when it is asked for. */
  json: unknown;
  /** The one word that `--quiet` prints. */
  quiet: string;
}

/** How a list is to be printed. */
export type ListFormat =
  | { kind: "table"; columns: readonly string[] }
  | { kind: "table-template"; template: Template }
  | { kind: "template"; template: Template }
  | { kind: "json" }
  | { kind: "quiet" };

/** Titles of columns by docker's field names. */
export type Headers = Readonly<Record<string, string>>;

/**
 * Reads `--format` and `--quiet` as docker does: `json`, `table`, `table TEMPLATE` or a template.
 *
 * @param columns fields of the table that is printed when nothing else is asked for
 * @param headers the list's fields; a template may name no other
 * @throws UsageFailure for a template that dk cannot carry out
 */
export async function listFormat(
  format: string | undefined,
  quiet: boolean,
  columns: readonly string[],
  headers: Headers,
): Promise<ListFormat> {
  if (format === "json") return { kind: "json" };
  if (format === undefined || format === "" || format.trim() === "table") {
    return quiet ? { kind: "quiet" } : { kind: "table", columns };
  }
  const asTable = format.startsWith("table");
  const written = asTable ? format.slice("table".length) : format;
  const escapes = written.replaceAll("\\t", "\t").replaceAll("\\n", "\n");
  const { parseTemplate } = await import("./template.ts"); // Large, and seldom asked for.
  const template = parseTemplate(escapes.replace(/^ +| +$/g, ""));
  checkFields(template, headers);
  return { kind: asTable ? "table-template" : "template", template };
}

/** True when the format prints the named field, so that it is worth asking for. */
export function printsField(format: ListFormat, field: string): boolean {
  if (format.kind === "table") return format.columns.includes(field);
  if (format.kind === "template" || format.kind === "table-template") {
    const { fields } = format.template;
    return fields.has(field) || fields.has("");
  }
  return false;
}

/** The list as text for stdout. */
export function formatList(
  items: readonly ListItem[],
  format: ListFormat,
  headers: Headers,
): string {
  switch (format.kind) {
    case "json":
      return `${JSON.stringify(items.map(({ json }) => json), null, 2)}\n`;
    case "quiet":
      return items.map(({ quiet }) => `${quiet}\n`).join("");
    case "template":
      return items.map(({ fields }) => `${format.template.render(inOrder(fields))}\n`).join("");
    case "table": {
      const titles = format.columns.map((field) => headers[field]);
      const rows = items.map(({ fields }) => format.columns.map((field) => String(fields[field])));
      return formatTable(titles, rows);
    }
    case "table-template": {
      const header = format.template.renderHeader({ ...headers, Label: labelTitle });
      const rows = items.map(({ fields }) => format.template.render(inOrder(fields)));
      return formatTable(header.split("\t"), rows.map((row) => row.split("\t")));
    }
  }
}

/** The same fields by their names, as docker's `{{json .}}` lists them. */
function inOrder(fields: TemplateValue): TemplateValue {
  const names = Object.keys(fields).sort();
  return Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => {
      return [name, { ...Object.getOwnPropertyDescriptor(fields, name), enumerable: true }];
    })),
  );
}

/** The title above the values of one label: the last part of its key. */
function labelTitle(key: unknown): string {
  return String(key).split(".").at(-1)!.replace(/[-_]/g, " ");
}

function checkFields(template: Template, headers: Headers): void {
  for (const field of template.fields) {
    if (field === "" || Object.hasOwn(headers, field)) continue;
    if (field === "Label" && Object.hasOwn(headers, "Labels")) continue;
    throw new UsageFailure(`There is no field ${JSON.stringify(field)} in this list`, {
      next: `Use one of: ${Object.keys(headers).join(", ")}`,
    });
  }
}
