import type { LargeContextEvent, NoticeEvent } from "../../features/build/events.ts";
import { humanSize } from "../size.ts";
import { printable } from "../../lib/text_width.ts";

/** A remark in one line, or in one line for each path that it names. */
export function noticeText(event: NoticeEvent | LargeContextEvent): string {
  if (event.kind === "notice") return `Note: ${printable(event.text)}`;
  const paths = event.largest.map(({ path, bytes, isDirectory }) =>
    `  ${humanSize(bytes).padStart(8)}  ${printable(path)}${isDirectory ? "/" : ""}`
  );
  return [
    `Note: the context holds ${
      humanSize(event.bytes)
    }; dk context --suggest tells what may stay out`,
    ...paths,
  ].join("\n");
}
