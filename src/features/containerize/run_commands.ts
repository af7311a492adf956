import { multiLineCommand } from "./dockerfile.ts";
import { isListUpdate, isRemoval, systemInstaller } from "./packages.ts";
import { scanShell } from "./shell_scan.ts";
import { formatChain, parseChain, type SimpleCommand } from "./shell_words.ts";

const cleaning = {
  apt: "rm -rf /var/lib/apt/lists/*",
  yum: "rm -rf /var/cache/yum /var/cache/dnf",
};

/**
 * The commands of one RUN instruction that does what the given steps did: `apt-get update` once
 * and before the first install, nothing asked, lists and caches gone at the end, because what a
 * later layer deletes still counts.
 *
 * @param steps command lines in their unattended form
 */
export function runCommands(steps: readonly string[]): string[] {
  const commands: string[] = [];
  const installers = new Set<"apt" | "yum" | "apk">();
  let listsFetched = false;
  for (const step of steps) {
    const chain = parseChain(step);
    if (!chain) {
      commands.push(grouped(step));
      continue;
    }
    for (const simple of chain) {
      const installer = systemInstaller(simple);
      if (installer) installers.add(installer);
      const fetchesLists = isListUpdate(simple);
      if (fetchesLists && (listsFetched || isApk(simple))) continue;
      const wantsLists = installer === "apt" && !isRemoval(simple);
      if (wantsLists && !listsFetched) commands.push("apt-get update");
      if (fetchesLists || wantsLists) listsFetched = true;
      commands.push(quiet(simple, installer));
    }
  }
  for (const installer of ["apt", "yum"] as const) {
    const command = cleaning[installer];
    const leavesWaste = installer === "apt" ? listsFetched : installers.has(installer);
    if (leavesWaste && !commands.includes(command)) commands.push(command);
  }
  return commands;
}

/** `apk add --no-cache` fetches its lists itself and keeps none. */
function isApk(simple: SimpleCommand): boolean {
  return simple.words[0]?.value === "apk";
}

/** dpkg's questions are answered with their defaults, for this command only. */
function quiet(simple: SimpleCommand, installer: "apt" | "yum" | "apk" | undefined): string {
  const text = formatChain([simple]);
  const isSet = simple.assignments.some(({ raw }) => raw.startsWith("DEBIAN_FRONTEND="));
  return installer === "apt" && !isSet ? `DEBIAN_FRONTEND=noninteractive ${text}` : text;
}

/** A step that is more than simple commands, made safe to stand in a chain of `&&`. */
function grouped(step: string): string {
  const text = step.trimEnd();
  if (text.includes("\n")) return multiLineCommand(step);
  const bare = scanShell(text).bare.replace(/[\s;]+$/, "");
  // extglob holds from the next line that the shell reads: this one must be read later.
  if (/(^|[^$])[?*+@!]\(/.test(bare)) return multiLineCommand(text);
  const command = text.slice(0, bare.length);
  const plain = bare.replace(/\$\([^()]*\)|\d*[<>]&[\d-]|&>/g, "");
  if (!/[;&(]|\|\||^(for|while|until|if|case|{|!)\s/.test(plain)) return command;
  return /&$/.test(command) ? `{ ${command} }` : `{ ${command}; }`;
}
