import type { ContextNotice } from "./entry.ts";

/** What a person should know of a build context, in one line. */
export function contextNoticeText(notice: ContextNotice): string {
  switch (notice.kind) {
    case "socket-skipped":
      return `Left out ${notice.path}: a socket cannot be sent`;
    case "ignored-directory-unreadable":
      return `Cannot look into the ignored directory ${notice.path} for exceptions: ${notice.why}`;
    case "capabilities-unread":
      return "File capabilities cannot be read on this system: files are sent without theirs";
  }
}
