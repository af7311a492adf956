import { scanShell, withoutHeredocs } from "./shell_scan.ts";

/** Marks of syntax that bash has and a plain POSIX shell lacks. */
const signs: readonly RegExp[] = [
  /\[\[ /,
  /(^|[\s;&|(])(source|declare|typeset|pushd|popd|shopt|mapfile|readarray|let)\s/,
  /(^|[\s;&|(])function\s+\w/,
  /<<</,
  /[<>]\(/,
  /\|&/,
  /&>/,
  /\$'/,
  /\w=\(/,
  /\w\+=/,
  /\$\{\w+(\[|\/|:\d|\^|,)/,
  /\{[^{}\s]*(,|\.\.)[^{}\s]*\}/,
  /(^|[^$])\(\(.*\)\)/,
  /\bset -\w*o pipefail\b/,
  /\[ [^\]]*==/,
];

/**
 * True when a command may need bash. One that is wrongly taken for bash costs a SHELL line; one
 * that is missed fails while the image is built, and so before it is used.
 */
export function needsBash(command: string): boolean {
  const { bare } = scanShell(withoutHeredocs(command));
  return signs.some((sign) => sign.test(bare));
}
