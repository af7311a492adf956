import { commandsIn } from "./commands_in.ts";
import { programName } from "./packages/manager.ts";

/** Programs that read no file but those they are told of. */
const plain = new Set(
  "awk base64 cat chgrp chmod chown cp curl cut date echo egrep env false fgrep getent grep groupadd groupmod gunzip gzip head id install ldconfig ln locale-gen ls mkdir mkfifo mktemp mv passwd printf pwd rm rmdir sed sha256sum sleep sort stat su sudo tail tar tee test touch tr true truncate tzselect uname uniq unzip update-alternatives useradd userdel usermod virtualenv wc wget which whoami xz zcat ["
    .split(" "),
);

/**
 * True for a command whose programs take nothing from the directory that they are called in but
 * what they name; `make` and the like look around there.
 */
export function readsOnlyWhatItNames(command: string): boolean {
  const commands = commandsIn(command);
  return commands.length > 0 && commands.every(({ words }) => {
    const [program, ...rest] = words;
    const name = programName(program);
    if (name === "" || plain.has(name)) return true;
    if (/^python[\d.]*$/.test(name)) return rest[0]?.raw === "-m" && rest[1]?.raw === "venv";
    return name === "git" && /^(config|clone|init)$/.test(rest[0]?.raw ?? "");
  });
}
