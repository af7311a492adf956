import type { HistoryEntry } from "../engine/images/inspect.ts";
import { humanAge, isoTime, localIsoTime } from "./age.ts";
import { ellipsis, shortId } from "./identifiers.ts";
import type { Headers, ListItem } from "./list.ts";
import { humanSize } from "./size.ts";

/** Titles of the columns of `dk history`; the keys are docker's template fields. */
export const historyHeaders: Headers = {
  ID: "IMAGE",
  CreatedAt: "CREATED AT",
  CreatedSince: "CREATED",
  CreatedBy: "CREATED BY",
  Size: "SIZE",
  Comment: "COMMENT",
};

const commandLength = 45;
const missing = "<missing>";

/**
 * A step of an image's making as an item of a list.
 *
 * @param view.whole nothing is cut
 * @param view.human ages and sizes in words; moments and bytes otherwise
 */
export function historyItem(
  entry: HistoryEntry,
  view: { now: number; whole: boolean; human: boolean },
): ListItem {
  const id = view.whole || entry.Id === missing ? entry.Id : shortId(entry.Id);
  const command = entry.CreatedBy.replaceAll("\t", " ");
  return {
    fields: {
      ID: id,
      get CreatedAt() {
        return localIsoTime(entry.Created * 1000);
      },
      CreatedSince: view.human
        ? humanAge(entry.Created * 1000, view.now)
        : localIsoTime(entry.Created * 1000),
      CreatedBy: view.whole ? command : ellipsis(command, commandLength),
      Size: view.human ? humanSize(entry.Size) : `${entry.Size}`,
      Comment: entry.Comment,
    },
    get json() {
      return {
        id: entry.Id === missing ? null : entry.Id,
        created: isoTime(entry.Created * 1000),
        createdBy: entry.CreatedBy,
        size: entry.Size,
        comment: entry.Comment,
        tags: entry.Tags ?? [],
      };
    },
    quiet: id,
  };
}
