import { isNothing, isRecord, NoValue } from "./values.ts";

/** What is known of records beyond what they say: maps and structs print differently. */
export interface RecordForm {
  /** The fields of a struct in their order; undefined for what is none or is not known. */
  struct(record: object): readonly string[] | undefined;
  isMap(record: object): boolean;
  field(record: Record<string, unknown>, name: string): unknown;
  /** Called for what is inside of a list or map before its form is asked for. */
  inside<T>(holder: object, item: T): T;
}

/**
 * A value as Go prints it: `[a b]` for a list, `map[k:v]` for a map, `{a b}` for a struct. Undefined
 * for a record of which the form is not known.
 */
export function printed(value: unknown, form: RecordForm): string | undefined {
  if (value instanceof NoValue) return value.text;
  if (isNothing(value)) return "<no value>";
  return nested(value, form);
}

function nested(value: unknown, form: RecordForm): string | undefined {
  if (isNothing(value)) return value instanceof NoValue ? value.text : "<nil>";
  if (Array.isArray(value)) {
    return enclosed(
      "[",
      value.map((item) => nested(form.inside(value, item), form)),
      "]",
    );
  }
  if (!isRecord(value)) return String(value);
  const fields = form.struct(value);
  if (fields) {
    return enclosed("{", fields.map((name) => nested(form.field(value, name), form)), "}");
  }
  if (Object.keys(value).length === 0) return form.isMap(value) ? "map[]" : "{}";
  if (!form.isMap(value)) return undefined;
  const items = Object.keys(value).sort().map((key) => {
    const text = nested(form.field(value, key), form);
    return text === undefined ? undefined : `${key}:${text}`;
  });
  return enclosed("map[", items, "]");
}

function enclosed(open: string, items: (string | undefined)[], close: string) {
  return items.includes(undefined) ? undefined : `${open}${items.join(" ")}${close}`;
}
