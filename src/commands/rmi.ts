import { defineCommand } from "../cli/command.ts";
import { toggle } from "../cli/flags.ts";
import { removeImage } from "../engine/images/manage.ts";
import { parseImageName } from "../image/reference.ts";
import { eachOf, isNotFound } from "./each.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "rmi",
  brief: "Remove images",
  description: `
Removes names, and the images that have no other name. Prints what was taken away: names as
'Untagged:', images and their parents without a name as 'Deleted:'. With --force an image that
does not exist is no failure.`,
  flags: {
    force: toggle("Also an id with several names, or one that a stopped container uses", {
      short: "f",
    }),
    noPrune: toggle("Keep parents without a name"),
  },
  words: { usage: "IMAGE [IMAGE...]", least: 1, most: Infinity },
  examples: [["All images without a name", "dk rmi $(dk images -q --filter dangling=true)"]],
  async run(context, { force, noPrune }, names) {
    names.forEach(parseImageName);
    await using engine = await engineOf(context);
    return await eachOf(context, names, async (name) => {
      try {
        const options = { force, keepParents: noPrune, signal: context.signal };
        const { untagged, deleted } = await removeImage(engine, name, options);
        return [
          ...untagged.map((reference) => `Untagged: ${reference}\n`),
          ...deleted.map((id) => `Deleted: ${id}\n`),
        ].join("");
      } catch (error) {
        if (force && isNotFound(error)) return "";
        throw error;
      }
    });
  },
});
