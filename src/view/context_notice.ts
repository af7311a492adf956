import type { ContextNotice } from "../features/context/entry.ts";

/** What a person should know of a build context, in one line. */
export function contextNoticeText(notice: ContextNotice): string {
  switch (notice.kind) {
    case "socket-skipped":
      return `${notice.path} is a socket and is left out`;
    case "ignored-directory-unreadable":
      return `${notice.path} is ignored and cannot be searched for exceptions: ${notice.why}`;
    case "capabilities-unread":
      return "File capabilities cannot be read on this system: files are sent without theirs";
  }
}
