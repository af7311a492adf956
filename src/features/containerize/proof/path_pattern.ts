/**
 * A pattern of the noise list as an expression for absolute paths: `*` is any part of one name,
 * `?` one character of it, `[…]` one of these, `**` any names, also none. What matches a path
 * matches everything below it.
 */
export function pathPattern(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|[*?]|[.+^${}()|\\]/g, (token) => {
    if (token === "**/") return "(?:[^/]+/)*";
    if (token === "*") return "[^/]*";
    return token === "?" ? "[^/]" : `\\${token}`;
  });
  return new RegExp(`^${source}(?:/|$)`);
}
