import { defineCommand } from "../cli/command.ts";
import { toggle, value } from "../cli/flags.ts";
import { imageHistory } from "../engine/images/inspect.ts";
import { parseTruth } from "../features/run/quantities.ts";
import { parseImageName } from "../image/reference.ts";
import { historyHeaders, historyItem } from "../view/history_list.ts";
import { formatList, listFormat } from "../view/list.ts";
import { listFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";

const columns = ["CreatedBy", "Size", "Comment"];

export default defineCommand({
  name: "history",
  brief: "Show the steps by which an image was made",
  description: `
The newest step comes first; <missing> stands for steps whose image the engine does not hold.

--format json prints an array of {id, created, createdBy, size, comment, tags}; size is in bytes,
id is null where it is missing. Templates use docker's fields: .ID .CreatedSince .CreatedAt
.CreatedBy .Size .Comment`,
  flags: {
    format: listFormatFlag,
    human: value(parseTruth, "Ages and sizes in words; moments and bytes when false", {
      short: "H",
      bare: "true",
      placeholder: "true|false",
    }),
    noTrunc: toggle("Print ids and commands whole"),
    quiet: toggle("Print ids only", { short: "q" }),
  },
  words: { usage: "IMAGE", least: 1, most: 1 },
  examples: [["What each step added, in bytes", "dk history --format json debian:12"]],
  async run(context, flags, [image]) {
    const { human = true } = flags;
    const shown = ["ID", human ? "CreatedSince" : "CreatedAt", ...columns];
    const format = await listFormat(flags.format, flags.quiet, shown, historyHeaders);
    parseImageName(image);
    await using engine = await engineOf(context);
    const entries = await imageHistory(engine, image);
    const view = { now: context.now(), whole: flags.noTrunc, human };
    const items = entries.map((entry) => historyItem(entry, view));
    context.stdout.write(formatList(items, format, historyHeaders));
  },
});
