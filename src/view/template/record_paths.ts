import type { RecordForm } from "./printed.ts";
import { NoValue } from "./values.ts";

/**
 * What is known of the fields of a document beyond what it says. In a path `*` stands for any key
 * of a map and for any element of a list.
 */
export interface KnownFields {
  /** The value of a field in which nothing is, by its path; undefined when it is not known. */
  empty(path: readonly string[]): unknown;
  /** The fields of a struct in their order. */
  struct(path: readonly string[]): readonly string[] | undefined;
}

const nothingKnown: KnownFields = { empty: () => undefined, struct: () => undefined };

/** Remembers where in a document its records and lists were found. */
export class RecordPaths implements RecordForm {
  readonly #paths = new WeakMap<object, readonly string[]>();

  constructor(root: unknown, readonly known: KnownFields = nothingKnown) {
    this.#note(root, []);
  }

  /**
   * A field of a record; the empty value that is known where it is left out or null. Undefined
   * where there is none such.
   */
  field(record: Record<string, unknown>, name: string): unknown {
    const isMap = this.isMap(record);
    const key = isMap ? name : spelling(record, name);
    const path = this.#below(record, isMap ? "*" : key);
    const stated = Object.hasOwn(record, key) ? record[key] : undefined;
    if (stated !== undefined && stated !== null) return this.#note(stated, path);
    const empty = path && this.known.empty(path);
    if (Object.hasOwn(record, key)) return empty ?? null;
    return isMap ? new NoValue("<no value>") : empty;
  }

  /** An element of a list, or the value of a key of a map. */
  inside<T>(holder: object, item: T): T {
    return this.#note(item, this.#below(holder, "*"));
  }

  /** What `index` has picked out of its first argument. */
  found(args: readonly unknown[], result: unknown): unknown {
    const [holder, ...keys] = args;
    const path = typeof holder === "object" && holder !== null && this.#paths.get(holder);
    return path ? this.#note(result, [...path, ...keys.map(() => "*")]) : result;
  }

  isMap(record: object): boolean {
    const path = this.#paths.get(record);
    const empty = path && this.known.empty(path);
    return empty instanceof NoValue && empty.text === "map[]";
  }

  struct(record: object): readonly string[] | undefined {
    const path = this.#paths.get(record);
    return path && this.known.struct(path);
  }

  #below(holder: object, name: string): readonly string[] | undefined {
    const path = this.#paths.get(holder);
    return path && [...path, name];
  }

  #note<T>(value: T, path: readonly string[] | undefined): T {
    if (path && typeof value === "object" && value !== null) this.#paths.set(value, path);
    return value;
  }
}

/**
 * A field as the document spells it. Docker's own client has names of its own for some, which
 * differ in initials alone: `.ID` for `Id`, `.APIVersion` for `ApiVersion`.
 */
function spelling(record: object, name: string): string {
  if (Object.hasOwn(record, name) || !/^[A-Z]/.test(name)) return name;
  const lower = name.toLowerCase();
  const similar = Object.keys(record).filter((key) => key.toLowerCase() === lower);
  return similar.length === 1 && /^[A-Z]/.test(similar[0]) ? similar[0] : name;
}
