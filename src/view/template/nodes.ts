/** What a template is made of once it is read. */
export type Node =
  | { kind: "text"; text: string }
  | { kind: "print"; pipeline: Pipeline }
  | { kind: "if" | "with" | "range"; pipeline: Pipeline; body: Node[]; otherwise: Node[] }
  | { kind: "template"; name: string; pipeline?: Pipeline }
  | { kind: "break" | "continue" };

/** `$a, $b := COMMAND | COMMAND`: each command gets the former's value as its last argument. */
export interface Pipeline {
  variables: string[];
  /** True for `=`, which changes a variable that is there; false for `:=`. */
  assigns: boolean;
  commands: Operand[][];
  /** As it was typed, for error messages. */
  source: string;
}

/** A word of a command. */
export type Operand =
  | { kind: "literal"; value: string | number | bigint | boolean }
  | { kind: "nil" }
  | { kind: "function"; name: string }
  /** `.A.B`, `$x.A`, `(PIPELINE).A`; the fields may be missing. */
  | { kind: "dot"; fields: string[] }
  | { kind: "variable"; name: string; fields: string[] }
  | { kind: "group"; pipeline: Pipeline; fields: string[] };

/** A whole template, and those that it defines for `{{template "NAME"}}`. */
export interface TemplateTree {
  body: Node[];
  defined: ReadonlyMap<string, Node[]>;
}
