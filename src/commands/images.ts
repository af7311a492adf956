import { defineCommand } from "../cli/command.ts";
import { toggle } from "../cli/flags.ts";
import { listImages } from "../engine/images/list.ts";
import { imageHeaders, imageItems } from "../view/image_list.ts";
import { formatList, listFormat, printsField } from "../view/list.ts";
import { configuredFormat } from "./configured_format.ts";
import { filterFlag, gatherFilters } from "./filter_flag.ts";
import { listFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "images",
  brief: "List images",
  description: `
Lists the engine's images, or those whose name fits REPOSITORY[:TAG], in which * stands for
anything but a slash.

--format json prints an array of {id, repository, tag, digest, created, size, labels}, one element
for every name of an image; size is in bytes, and repository, tag and digest are null where there
is none. Templates use docker's fields: .ID .Repository .Tag .Digest .CreatedSince .CreatedAt .Size`,
  flags: {
    all: toggle("Also the intermediate images of builds", { short: "a" }),
    digests: toggle("Show digests"),
    filter: filterFlag("dangling=true, label=a=b, before=debian:12, reference=me/*"),
    format: listFormatFlag,
    noTrunc: toggle("Print ids whole"),
    quiet: toggle("Print ids only", { short: "q" }),
  },
  words: { usage: "[REPOSITORY[:TAG]]", least: 0, most: 1 },
  examples: [
    ["All tags of one repository", "dk images me/app"],
    ["Images without a name", "dk images -q --filter dangling=true"],
  ],
  async run(context, flags, [reference]) {
    const digest = flags.digests ? ["Digest"] : [];
    const columns = ["Repository", "Tag", ...digest, "ID", "CreatedSince", "Size"];
    const form = await configuredFormat(context, flags, "imagesFormat");
    const format = await listFormat(form, flags.quiet, columns, imageHeaders);
    const filters = reference ? [...flags.filter, ["reference", reference] as const] : flags.filter;
    await using engine = await engineOf(context);
    const images = await listImages(engine, {
      all: flags.all,
      filters: gatherFilters(filters),
    });
    const digests = flags.digests || printsField(format, "Digest");
    const view = { now: context.now(), whole: flags.noTrunc, digests };
    const items = images.flatMap((image) => imageItems(image, view));
    context.stdout.write(formatList(items, format, imageHeaders));
  },
});
