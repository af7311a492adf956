import { parseModule } from "meriyah";

/**
 * Has V8 compile the functions of a module when it compiles the module, not each when it is first
 * called: what it compiles then, and only that, goes into the code cache of the runtime and need
 * not be compiled at the next start. That spares a short command a millisecond.
 *
 * V8 takes a function in parentheses for one that is called at once. `function f() {}` therefore
 * becomes `let f=(function f() {})`, moved to the beginning because others may call it before.
 *
 * @param text an ES module as esbuild prints it: its exports stand in lists of their own
 */
export function eagerFunctions(text: string): string {
  const { body } = parseModule(text, { next: true, ranges: true });
  const functions: string[] = [];
  let rest = "";
  let from = 0;
  for (const statement of body) {
    if (statement.type !== "FunctionDeclaration") continue;
    const { id, range: [start, end] } = statement as Required<typeof statement>;
    functions.push(`${id!.name}=(${text.slice(start, end)})`);
    rest += text.slice(from, start);
    from = end;
  }
  rest += text.slice(from);
  return functions.length > 0 ? `let ${functions.join(",")};${rest}` : rest;
}
