import { UsageFailure } from "../../lib/failure.ts";
import { isWithin } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import type { Ledger } from "./ledger.ts";
import { programName } from "./packages/manager.ts";
import { isSignificant } from "./significant_changes.ts";

/** The user that an image runs as, beside the base image's own. */
export interface ImageUser {
  /** `UID:GID`; no such user needs to be in the image. */
  id: string;
  /** A home where the image has none for it. */
  home?: string;
}

/** What `--user` asks for: the base image's user, a certain one, or whatever the program allows. */
export type UserChoice = "keep" | "auto" | ImageUser;

/** What a test that ran as root was seen to do. */
export interface TestTrace {
  /** Files that it made, changed or removed in the image's own file system. */
  writes: readonly string[];
  /** Where data was mounted. */
  mounts: readonly string[];
  /** Ports that the program serves on. */
  ports: readonly number[];
}

const nobodySpecial = "1000:1000";
const temporary = ["/tmp", "/var/tmp", "/dev", "/run", "/proc", "/sys"];
const usersPrograms =
  /^(useradd|adduser|groupadd|addgroup|usermod|su|sudo|runuser|gosu|su-exec|setpriv|chown|chgrp)$/;

/** @throws UsageFailure for anything but `root`, `auto`, `UID` and `UID:GID` */
export function parseUserChoice(text: string): UserChoice {
  if (text === "root") return "keep";
  if (text === "auto") return "auto";
  if (/^\d{1,10}(:\d{1,10})?$/.test(text)) {
    return { id: text.includes(":") ? text : `${text}:${text}`, home: "/tmp" };
  }
  throw new UsageFailure(`Invalid value ${JSON.stringify(text)} for --user`, {
    next: "Use root, auto, a user's number such as 1000, or two numbers such as 1000:1000",
  });
}

/**
 * Whether the program may run as a user without rights, as far as the session and a test as root
 * can tell; the test as that user decides. The reason where it may not.
 */
export function unprivilegedUser(
  ledger: Ledger,
  test: string,
  { writes, mounts, ports }: TestTrace,
): { user: ImageUser } | { why: string } {
  if (ledger.user !== undefined) return { why: `The base image runs as ${ledger.user} already` };
  const home = ledger.start.env.HOME ?? "/root";
  const asked = [...ledger.steps.filter(({ exit }) => exit === 0).map(({ ran }) => ran), test]
    .flatMap(commandsIn).map(({ words }) => programName(words[0]))
    .find((program) => usersPrograms.test(program));
  if (asked) return { why: `The session settles users itself, with ${asked}` };
  const low = ports.find((port) => port < 1024);
  if (low !== undefined) return { why: `Port ${low} is for root` };
  const last = ledger.steps.at(-1)?.after ?? ledger.start;
  const inHome = [last.directory, ...(last.env.PATH ?? "").split(":"), ...test.split(/[\s"'=]+/)]
    .find((path) => isWithin(home, path));
  if (home !== "/" && inHome) return { why: `The program uses ${inHome}, in the home of root` };
  const open = [...temporary, ...mounts, home === "/" ? "/tmp" : home];
  const written = writes.find((path) =>
    isSignificant(path) && !open.some((folder) => isWithin(folder, path))
  );
  if (written) return { why: `The test writes to ${written}` };
  const writesHome = writes.some((path) => home !== "/" && isWithin(home, path));
  return { user: { id: nobodySpecial, ...writesHome && { home: "/tmp" } } };
}
