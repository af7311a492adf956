import { defineCommand } from "../cli/command.ts";
import { dkVersion } from "./dk_version.ts";

export default defineCommand({
  name: "version",
  brief: "Print the versions of dk and of the engine",
  flags: {},
  words: { usage: "", least: 0, most: 0 },
  // deno-lint-ignore require-await
  async run(context) {
    context.stdout.write(`dk ${dkVersion}\n`);
  },
});
