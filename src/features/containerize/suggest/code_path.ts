import { quoteWord } from "../shell_words.ts";

/** A path of the project as it is in the container, quoted for a shell. */
export function codePath(code: string, path: string): string {
  return quoteWord(`${code}/${path}`);
}
