/**
 * Parses JSON without rounding: whole numbers beyond 2^53 (limits of memory and of files in what
 * the engine tells) become bigints.
 *
 * @throws SyntaxError when it is not JSON
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, exactNumber as (key: string, value: unknown) => unknown);
}

/** The counterpart: bigints are written as the numbers that they were read from. */
export function formatExactJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_, field) => typeof field === "bigint" ? raw(field) : field,
    indent,
  );
}

function exactNumber(_key: string, value: unknown, { source }: { source?: string }): unknown {
  const isWhole = source !== undefined && /^-?\d+$/.test(source);
  return isWhole && !Number.isSafeInteger(value) ? BigInt(source) : value;
}

/** `JSON.rawJSON`, which TypeScript's own declarations do not know yet. */
function raw(number: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(number));
}
