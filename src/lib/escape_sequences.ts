/**
 * A program's output without what steers a terminal: colours, cursor movements (ECMA-48's CSI, ends
 * with a letter), window titles and links (OSC, ends with BEL or ST). Line ends and tabs stay.
 */
export function withoutEscapes(text: string): string {
  // deno-lint-ignore no-control-regex -- escape sequences begin with a control character
  return text.replace(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?/g, "");
}
