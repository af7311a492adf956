import { isNothing, isNumber, typeName } from "./values.ts";
import { WrongArgument } from "./wrong_argument.ts";

/** Whether two values are the same to `eq`. @throws WrongArgument for those of different kinds */
export function equal(a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) ? isNothing(b) || b === "" : a === "";
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (typeof a === typeof b && typeof a !== "object") return a === b;
  throw new WrongArgument(`${typeName(a)} and ${typeName(b)} cannot be compared`);
}

/** Negative, zero or positive. @throws WrongArgument for what has no order */
export function compare(a: unknown, b: unknown): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : Number(a > b);
  throw new WrongArgument(`${typeName(a)} and ${typeName(b)} have no order`);
}

/** Whole numbers of both forms, and fractions, by their value. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : Number(a > b);
}
