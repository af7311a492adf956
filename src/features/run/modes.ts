import { invalidValue } from "./invalid_value.ts";

/** A parser for a namespace flag: one of the words, or one of the prefixes and a name. */
function namespaceMode(words: readonly string[], prefixes: readonly string[] = []) {
  return (text: string, flag: string): string => {
    const prefixed = prefixes.some((prefix) => text.startsWith(prefix) && text !== prefix);
    if (text === "" || words.includes(text) || prefixed) return text;
    const forms = [...words, ...prefixes.map((prefix) => `${prefix}NAME`)];
    throw invalidValue(text, flag, `Use ${forms.join(", ")}`);
  };
}

/** Reads `--pid`. */
export const parsePidMode = namespaceMode(["host", "private"], ["container:"]);
/** Reads `--uts`. */
export const parseUtsMode = namespaceMode(["host"]);
/** Reads `--userns`; all but `host` is Podman's. */
export const parseUsernsMode = namespaceMode(["host", "auto", "keep-id", "nomap"], [
  "auto:",
  "keep-id:",
]);
/** Reads `--cgroupns`. */
export const parseCgroupnsMode = namespaceMode(["host", "private"]);
/** Reads `--ipc`. */
export const parseIpcMode = namespaceMode(["none", "host", "private", "shareable"], ["container:"]);

/** Reads `-a`: a standard stream in any case. @throws UsageFailure */
export function parseStreamName(text: string, flag: string): "stdin" | "stdout" | "stderr" {
  const name = text.toLowerCase();
  if (name === "stdin" || name === "stdout" || name === "stderr") return name;
  throw invalidValue(text, flag, "Use stdin, stdout or stderr");
}

/** Reads `--name`. @throws UsageFailure */
export function parseContainerName(text: string, flag: string): string {
  if (text === "" || /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(text)) return text;
  throw invalidValue(text, flag, "Use two or more letters, digits, '_', '.' and '-'");
}

/** Reads `-w`. @throws UsageFailure */
export function parseWorkdir(text: string, flag: string): string {
  if (text === "" || text.startsWith("/")) return text;
  throw invalidValue(text, flag, "Give an absolute path in the container");
}

/** Reads `--platform`: `linux/arm64`, `linux/arm/v7`, `arm64`. @throws UsageFailure */
export function parsePlatform(text: string, flag: string): string {
  if (/^[a-z0-9_]+(\([a-z0-9_.]+\))?(\/[a-z0-9_]+(\/[a-z0-9_]+)?)?$/i.test(text)) return text;
  throw invalidValue(text, flag, "Write OS/ARCH[/VARIANT], for example linux/arm64");
}

const signals = ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT " +
  "CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS").split(" ");

/** Reads a signal: `SIGINT`, `int`, `2`, `RTMIN+3`. @throws UsageFailure */
export function parseSignal(text: string, flag: string): string {
  const name = text.toUpperCase().replace(/^SIG/, "");
  const realTime = /^RTM(IN(\+\d+)?|AX(-\d+)?)$/.test(name);
  const number = /^\d+$/.test(name) && Number(name) >= 1 && Number(name) <= 64;
  if (signals.includes(name) || realTime || number) return text;
  throw invalidValue(text, flag, "Name a signal such as SIGINT, or its number");
}

/** Reads `--security-opt`, except for the profile file that seccomp may name. @throws UsageFailure */
export function parseSecurityOption(text: string, flag: string): string {
  if (text === "no-new-privileges" || /^[a-z-]+[=:]./.test(text)) return text;
  throw invalidValue(text, flag, "Write KEY=VALUE, for example seccomp=unconfined");
}

/** A pair such as `a=b`, where the name must not be empty. @throws UsageFailure */
export function parsePair(text: string, flag: string): string {
  if (text !== "" && !text.startsWith("=")) return text;
  throw invalidValue(text, flag, "Write NAME=VALUE, or NAME alone");
}

/** Reads `--sysctl`: only parameters that each container has for itself. @throws UsageFailure */
export function parseSysctl(text: string, flag: string): string {
  const own = /^(kernel\.(msgmax|msgmnb|msgmni|sem|shm\w*|hostname|domainname)|net\.|fs\.mqueue\.)/;
  if (own.test(text) && text.includes("=")) return text;
  throw invalidValue(
    text,
    flag,
    "Write net.NAME=VALUE, fs.mqueue.NAME=VALUE or kernel.shm…=VALUE",
    "Other parameters belong to the host",
  );
}

/** Reads `--log-opt`, `--storage-opt`, `--annotation`: here the value is needed. @throws UsageFailure */
export function parseSetting(text: string, flag: string): string {
  if (/^[^=]+=/.test(text)) return text;
  throw invalidValue(text, flag, "Write NAME=VALUE");
}

/** A parser for whole numbers between two ends, both included. */
function between(least: number, most: number) {
  return (text: string, flag: string): number => {
    const number = Number(text);
    if (/^[+-]?\d+$/.test(text) && number >= least && number <= most) return number;
    throw invalidValue(text, flag, `Give a whole number from ${least} to ${most}`);
  };
}

/** Reads `--memory-swappiness`; −1 leaves it to the host. */
export const parseSwappiness = between(-1, 100);
/** Reads `--oom-score-adj`. */
export const parseOomScore = between(-1000, 1000);
