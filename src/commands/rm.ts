import { defineCommand } from "../cli/command.ts";
import { toggle } from "../cli/flags.ts";
import { removeContainer } from "../engine/containers/lifecycle.ts";
import { eachOf, isNotFound } from "./each.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "rm",
  brief: "Remove containers",
  description: `
Prints the names of those that were removed. A running container is refused without --force. With
--force a container that does not exist is no failure either.`,
  flags: {
    force: toggle("Also those that are running, which are killed", { short: "f" }),
    link: toggle("The link of this name (CONTAINER/ALIAS), not the container", { short: "l" }),
    volumes: toggle("With their anonymous volumes", { short: "v" }),
  },
  words: { usage: "CONTAINER [CONTAINER...]", least: 1, most: Infinity },
  examples: [["All containers that ended", "dk rm $(dk ps -aq --filter status=exited)"]],
  async run(context, { force, link, volumes }, names) {
    await using engine = await engineOf(context);
    return await eachOf(context, names, async (name) => {
      try {
        await removeContainer(engine, name, { force, link, volumes, signal: context.signal });
        return `${name}\n`;
      } catch (error) {
        if (force && isNotFound(error)) return "";
        throw error;
      }
    });
  },
});
