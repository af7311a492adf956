import { defineCommand } from "../cli/command.ts";
import { toggle, value, wholeNumber } from "../cli/flags.ts";
import { listContainers } from "../engine/containers/list.ts";
import { containerHeaders, containerItem } from "../view/container_list.ts";
import { formatList, listFormat, printsField } from "../view/list.ts";
import { configuredFormat } from "./configured_format.ts";
import { filterFlag, gatherFilters } from "./filter_flag.ts";
import { listFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";

const columns = ["ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names"];

export default defineCommand({
  name: "ps",
  brief: "List containers",
  description: `
Lists the running containers, or all with --all.

--format json prints an array of {id, names, image, imageId, command, created, state, status,
ports: [{ip, privatePort, publicPort, protocol}], labels, mounts: [{type, name, source,
destination}], networks} and, with --size, size and sizeWithImage in bytes. Templates use docker's
fields: .ID .Image .Command .CreatedAt .RunningFor .Status .State .Ports .Names .Size .Labels
.Label "KEY" .Mounts .LocalVolumes .Networks`,
  flags: {
    all: toggle("Also those that are not running", { short: "a" }),
    filter: filterFlag("status=exited, name=web, label=a=b, ancestor=debian:12"),
    format: listFormatFlag,
    last: value(wholeNumber(-1), "The N containers created last, in whatever state", {
      short: "n",
      placeholder: "N",
    }),
    latest: toggle("The container created last, in whatever state", { short: "l" }),
    noTrunc: toggle("Print ids, commands and names whole"),
    quiet: toggle("Print ids only", { short: "q" }),
    size: toggle("Measure what each container has written", { short: "s" }),
  },
  words: { usage: "", least: 0, most: 0 },
  examples: [
    ["Ids of all containers that ended", "dk ps -aq --filter status=exited"],
    ["Names and states, for a script", "dk ps -a --format '{{.Names}} {{.State}}'"],
  ],
  async run(context, flags) {
    const shown = flags.size ? [...columns, "Size"] : columns;
    const form = await configuredFormat(context, flags, "psFormat");
    const format = await listFormat(form, flags.quiet, shown, containerHeaders);
    const last = flags.latest ? 1 : flags.last;
    await using engine = await engineOf(context);
    const containers = await listContainers(engine, {
      all: flags.all,
      limit: last !== undefined && last > 0 ? last : undefined,
      size: flags.size || printsField(format, "Size"),
      filters: gatherFilters(flags.filter),
    });
    const view = { now: context.now(), whole: flags.noTrunc };
    const items = containers.map((container) => containerItem(container, view));
    context.stdout.write(formatList(items, format, containerHeaders));
  },
});
