import assert from "node:assert/strict";
import { withoutNewShell } from "./new_shell.ts";

const cases: [command: string, without: string][] = [
  ["conda init && exec bash", "conda init"],
  ["conda init; exec -l /bin/bash ;", "conda init"],
  ['cat x >> ~/.bashrc && exec "$SHELL" -l', "cat x >> ~/.bashrc"],
  ["cat > ~/.bashrc <<X\nA=1\nX\nexec $SHELL", "cat > ~/.bashrc <<X\nA=1\nX"],
  ["exec bash", "exec bash"],
  ["make && exec bash build.sh", "make && exec bash build.sh"],
  ["make && exec ./serve", "make && exec ./serve"],
  ["false || exec bash", "false || exec bash"],
];

for (const [command, without] of cases) {
  Deno.test(`withoutNewShell() leaves of ${JSON.stringify(command)} ${JSON.stringify(without)}`, () => {
    assert.equal(withoutNewShell(command), without);
  });
}
