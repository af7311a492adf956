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

/** True for a map or struct. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof NoValue);
}

/** True for what Go would call nil. */
export function isNothing(value: unknown): value is null | undefined | NoValue {
  return value === null || value === undefined || value instanceof NoValue;
}

/** True for a number of either form: whole ones beyond 2^53 are bigints. */
export function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** A whole number that can count and index. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

/** Whether `if` takes it for true: what is empty or zero is not. */
export function truth(value: unknown): boolean {
  if (isNothing(value)) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Length in bytes, which is what Go counts. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The part of a text between two places that count bytes. */
export function byteSlice(text: string, from: number, to?: number): string {
  return decoder.decode(encoder.encode(text).subarray(from, to));
}

/** What Go calls the type of a value, for messages. */
export function typeName(value: unknown): string {
  if (isNothing(value)) return "nil";
  if (Array.isArray(value)) return "list";
  if (isNumber(value)) return isWhole(value) ? "int" : "float64";
  return { string: "string", boolean: "bool" }[typeof value as string] ?? "object";
}

/** True for a number without a fraction. */
export function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}
