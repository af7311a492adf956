import { compileGoRegExp } from "./go_regexp.ts";

/** Tests one path, not its parents; undefined in place of one that Go cannot compile. */
export type PathTest = (path: string) => boolean;

type Kind = "exact" | "prefix" | "suffix" | "expression";

/**
 * Compiles a cleaned pattern the way docker's matcher does (engine.md 6.3), shortcuts included:
 * they change what matches. Without a wildcard the path must be the same text; with only `**`
 * at the end it must begin with the rest, with only `**` in front it must end with the rest.
 *
 * @returns undefined when the pattern becomes an expression that Go refuses; docker notices
 * only when the pattern is tried
 */
export function compilePattern(pattern: string): PathTest | undefined {
  const { kind, expression } = translate([...pattern]);
  switch (kind) {
    case "exact":
      return (path) => path === pattern;
    case "prefix": {
      const prefix = pattern.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case "suffix": {
      const suffix = pattern.slice(2);
      const whole = suffix.startsWith("/") ? suffix.slice(1) : undefined;
      return (path) => path.endsWith(suffix) || path === whole;
    }
    case "expression": {
      const compiled = compileGoRegExp(`${expression}$`);
      return compiled && ((path) => compiled.test(path));
    }
  }
}

/** Walks the pattern once, writing the expression and learning whether a shortcut does. */
function translate(pattern: readonly string[]): { kind: Kind; expression: string } {
  let kind: Kind = "exact";
  let expression = "^";
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === "*" && pattern[i + 1] === "*") {
      const leading = i === 0;
      i += pattern[i + 2] === "/" ? 2 : 1;
      const trailing = i + 1 === pattern.length;
      expression += trailing ? ".*" : "(.*/)?";
      kind = leading ? "suffix" : trailing && kind === "exact" ? "prefix" : "expression";
    } else if (character === "*" || character === "?") {
      expression += character === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (character === "\\") {
      // A lone backslash at the end is no wildcard; in an expression it takes the final `$` along.
      expression += `\\${pattern[++i] ?? ""}`;
      if (i < pattern.length) kind = "expression";
    } else if (".+()|{}$".includes(character)) {
      expression += `\\${character}`;
    } else {
      expression += character;
      if (character === "[" || character === "]") kind = "expression";
    }
  }
  return { kind, expression };
}
