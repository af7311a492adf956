import assert from "node:assert/strict";
import { scanShell, withoutHeredocs } from "./shell_scan.ts";

const scans: [text: string, bare: string, comment?: string][] = [
  ["echo 'a; b' && c", "echo '____' && c"],
  ['echo "a; $x b" | c', 'echo "_______" | c'],
  ['echo "${x/a/b};"', 'echo "${x/a/b}_"'],
  ['echo "it\'s" ; x', 'echo "____" ; x'],
  ["echo a\\;b", "echo a__b"],
  ["echo a # b 'c", "echo a ", "# b 'c"],
  ["echo a#b $# ${#x}", "echo a#b $# ${#x}"],
  ["echo '#' \"#\"", "echo '_' \"_\""],
  ["echo $'it\\'s'; x", "echo $'_____'; x"],
  ["a # b\nc", "a    \nc"],
];

for (const [text, bare, comment = ""] of scans) {
  Deno.test(`scanShell() reads ${JSON.stringify(text)}`, () => {
    const scan = scanShell(text);
    assert.deepEqual([scan.bare, text.slice(scan.comment)], [bare, comment]);
  });
}

const documents: [string, string][] = [
  ["cat <<'E'\n[[ x ]]\nE\nls", "cat <<'E'\nls"],
  ["cat <<E\na ${x/a/b} it's\nE", "cat <<E\n${x/a/b}"],
  ["cat <<-E <<\\F\n\ta\n\tE\nb\nF\nls", "cat <<-E <<\\F\n\nls"],
  ["cat <<< word\nls", "cat <<< word\nls"],
];

for (const [text, rest] of documents) {
  Deno.test(`withoutHeredocs() leaves of ${JSON.stringify(text)} what the shell reads`, () => {
    assert.equal(withoutHeredocs(text), rest);
  });
}
