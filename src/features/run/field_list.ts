import { invalidValue } from "./invalid_value.ts";

/** One field of a flag such as `type=bind,src=/a,readonly`. */
export interface Field {
  /** Lower case. */
  key: string;
  /** Undefined where the key stands alone. */
  value?: string;
}

/**
 * Splits comma separated fields as docker does, by the rules of CSV: a field that holds a comma
 * stands in double quotes, a quote inside it is doubled.
 *
 * @throws UsageFailure for an empty list and for quotes that do not fit
 */
export function parseFields(text: string, flag: string): Field[] {
  return splitFields(text, flag).map((field) => {
    const equals = field.indexOf("=");
    if (equals < 0) return { key: field.toLowerCase() };
    return { key: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) };
  });
}

function splitFields(text: string, flag: string): string[] {
  if (text.trim() === "") {
    throw invalidValue(text, flag, "Give KEY=VALUE pairs, comma between them");
  }
  const fields: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = rest.startsWith('"');
    const match = quoted ? /^"((?:[^"]|"")*)"(?=,|$)/.exec(rest) : /^([^",]*)(?=,|$)/.exec(rest);
    if (!match) {
      throw invalidValue(text, flag, 'Put a whole field that holds a comma in quotes: "KEY=A,B"');
    }
    fields.push(quoted ? match[1].replaceAll('""', '"') : match[1]);
    if (match[0].length === rest.length) return fields;
    rest = rest.slice(match[0].length + 1);
  }
}

/** `a=b` as a pair; a missing `=` gives an empty value. */
export function keyAndValue(text: string): [key: string, value: string] {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
}
