import { defineCommand } from "../cli/command.ts";
import { tagImage } from "../engine/images/manage.ts";
import { familiarName, parseImageName, parseReference } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "tag",
  brief: "Give an image one more name",
  description: `
A name that another image has moves to this one. The tag is 'latest' where none is given.`,
  flags: {},
  words: { usage: "IMAGE NAME[:TAG]", least: 2, most: 2 },
  examples: [["A name for a registry", "dk tag app:1 registry.example:5000/me/app:1"]],
  async run(context, _flags, [image, name]) {
    parseImageName(image);
    const target = parseReference(name);
    if (target.digest) {
      throw new UsageFailure(`Cannot give an image the name ${JSON.stringify(name)}`, {
        why: "A digest follows from an image's content and cannot be chosen",
        next: "Leave out the part from @ on",
      });
    }
    await using engine = await engineOf(context);
    const { signal } = context;
    const repository = { repo: familiarName(target), tag: target.tag ?? "latest" };
    await tagImage(engine, image, repository, { signal });
  },
});
