import { formatExactJson } from "../lib/exact_json.ts";
import { UsageFailure } from "../lib/failure.ts";

/**
 * The part of docker's `--format` templates that scripts use: text, `{{.Field}}`,
 * `{{.Field.Inner}}`, `{{json .Field}}`, `{{index .List 0}}` and `{{.Label "key"}}`. What goes
 * beyond (pipelines, `range`, `if`) is refused with the way out, never printed wrongly.
 */
export interface Template {
  /** First names of the fields it uses; `.` alone is the empty string. */
  fields: ReadonlySet<string>;
  /**
   * @param empty what stands for a field that is left out or null
   * @throws UsageFailure for a field that does not exist or has no text form
   */
  render(value: TemplateValue, empty?: EmptyFields): string;
}

/** The value of a field in which nothing is, by its path; undefined when it is not known. */
export type EmptyFields = (path: readonly string[]) => unknown;

/** A record, in the names of docker's template fields. */
export type TemplateValue = Readonly<Record<string, unknown>>;

/** A place in a value: `.State.Status`, and the keys that `index` adds. */
interface Action {
  path: readonly string[];
  keys: readonly (string | number)[];
  json: boolean;
  source: string;
}

const fieldPattern = String.raw`\.(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)?`;
const literalPattern = String.raw`"(?:[^"\\]|\\.)*"|\d+`;
const actionPattern = new RegExp(
  `^(?:(json)\\s+)?(?:(index)\\s+)?(${fieldPattern})((?:\\s+(?:${literalPattern}))*)$`,
);

/** @throws UsageFailure for anything that dk cannot carry out exactly */
export function parseTemplate(source: string): Template {
  const parts: (string | Action)[] = [];
  let rest = source.replaceAll("\\t", "\t").replaceAll("\\n", "\n");
  for (;;) {
    const open = rest.indexOf("{{");
    if (open < 0) break;
    const close = rest.indexOf("}}", open);
    if (close < 0) throw unusable(rest.slice(open), "its braces are not closed");
    parts.push(rest.slice(0, open), parseAction(rest.slice(open + 2, close)));
    rest = rest.slice(close + 2);
  }
  parts.push(rest);
  const actions = parts.filter((part): part is Action => typeof part !== "string");
  return {
    fields: new Set(actions.map(({ path }) => path[0] ?? "")),
    render: (value, empty = () => undefined) =>
      parts.map((part) => typeof part === "string" ? part : renderAction(part, value, empty))
        .join(""),
  };
}

function parseAction(inner: string): Action {
  const source = `{{${inner}}}`;
  const match = inner.trim().match(actionPattern);
  if (!match) throw unusable(source, "dk knows fields, json and index");
  const [, json, index, field, literals] = match;
  const keys = (literals.match(new RegExp(literalPattern, "g")) ?? []).map((literal) =>
    JSON.parse(literal) as string | number
  );
  const path = field.split(".").filter(Boolean);
  const label = !index && path.at(-1) === "Label" && keys.length === 1;
  if (keys.length > 0 !== Boolean(index) && !label) throw unusable(source, "its words do not fit");
  if (label) return { path: [...path.slice(0, -1), "Labels"], keys, json: Boolean(json), source };
  return { path, keys, json: Boolean(json), source };
}

function renderAction(action: Action, value: TemplateValue, empty: EmptyFields): string {
  let at: unknown = value;
  for (const [depth, name] of action.path.entries()) {
    const path = action.path.slice(0, depth + 1);
    at = stated(at, name) ?? empty(path) ?? member(at, name, action.source);
  }
  for (const key of action.keys) at = element(at, key, action);
  return action.json ? formatExactJson(at ?? null) : scalar(at, action.source);
}

/** A field's value where there is one; undefined or null where not. */
function stated(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function member(value: unknown, name: string, source: string): unknown {
  if (isRecord(value) && Object.hasOwn(value, name)) return value[name];
  const known = isRecord(value) ? Object.keys(value).join(", ") : "";
  throw new UsageFailure(`There is no field ${JSON.stringify(name)} for ${source}`, {
    next: known ? `Use one of: ${known}` : "Print the whole with --format json",
  });
}

/** What `index` picks; a label that is not there is empty, as in docker. */
function element(value: unknown, key: string | number, action: Action): unknown {
  if (typeof key === "string") {
    const record = value instanceof LabelText ? value.labels : value;
    if (isRecord(record)) return Object.hasOwn(record, key) ? record[key] : "";
    if (value === null || value === undefined || value instanceof NoValue) return "";
  } else if (Array.isArray(value) && key < value.length) {
    return value[key];
  }
  throw new UsageFailure(`There is no element ${JSON.stringify(key)} for ${action.source}`, {
    next: "See with --format json what there is",
  });
}

function scalar(value: unknown, source: string): string {
  if (value === null || value === undefined) return "<no value>";
  const isText = typeof value !== "object" || value instanceof LabelText ||
    value instanceof NoValue;
  if (isText) return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null)) {
    return `[${value.join(" ")}]`;
  }
  throw new UsageFailure(`${source} is not a single value`, {
    next: `Write ${source.replace(/^\{\{\s*/, "{{json ")}`,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof NoValue);
}

function unusable(source: string, why: string): UsageFailure {
  return new UsageFailure(`Cannot use the template ${JSON.stringify(source)}: ${why}`, {
    next: "Use --format json and a program such as jq",
  });
}

/** Labels, printed as docker's lists do (`a=1,b=2`) and still known by key for `.Label`. */
export class LabelText {
  constructor(readonly labels: Readonly<Record<string, string>>) {}

  toString(): string {
    return Object.entries(this.labels).map(([key, value]) => `${key}=${value}`).join(",");
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Nothing, in the form that docker prints it in; null as JSON. */
export class NoValue {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }

  toJSON(): null {
    return null;
  }
}
