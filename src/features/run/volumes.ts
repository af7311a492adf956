import { resolve } from "../../lib/path.ts";
import { invalidValue } from "./invalid_value.ts";

/** What `-v` asks for. */
export interface VolumeRequest {
  /** A path of the host, or a volume's name; undefined for a new anonymous volume. */
  source?: string;
  /** Absolute path in the container. */
  target: string;
  /** Options as written: `ro,z`. */
  mode?: string;
}

const form = "Write /HOST/PATH:/CONTAINER/PATH[:ro], or VOLUME:/CONTAINER/PATH";
const modes = new Set(
  ("rw ro z Z U copy nocopy shared slave private rshared rslave rprivate consistent cached " +
    "delegated default").split(" "),
);

/**
 * Reads `-v`. Stricter than docker's client, which leaves what the engine would refuse (relative
 * targets, unknown options) to the engine.
 *
 * @throws UsageFailure
 */
export function parseVolume(text: string, flag: string): VolumeRequest {
  const parts = text.split(":");
  if (parts.some((part) => part === "")) {
    throw invalidValue(text, flag, form, "A part of it is empty");
  }
  if (parts.length > 3) throw invalidValue(text, flag, form, "It has more than three parts");
  const [source, target, mode] = parts.length === 1 ? [undefined, parts[0]] : parts;
  checkTarget(target, text, flag);
  if (source !== undefined) checkSource(source, text, flag);
  if (mode !== undefined) checkMode(mode, text, flag);
  return { source, target, mode };
}

/** The engine's form of it, relative sources seen from the working directory `cwd`. */
export function bindText({ source, target, mode }: VolumeRequest, cwd: string): string {
  const path = source!.startsWith(".") ? resolve(cwd, source!) : source;
  return [path, target, ...(mode === undefined ? [] : [mode])].join(":");
}

function checkTarget(target: string, text: string, flag: string): void {
  if (!target.startsWith("/")) {
    throw invalidValue(text, flag, form, `The path ${target} in the container is not absolute`);
  }
  if (/^\/+$/.test(target)) {
    throw invalidValue(
      text,
      flag,
      "Choose a directory below /",
      "Nothing can be mounted on / itself",
    );
  }
}

function checkSource(source: string, text: string, flag: string): void {
  if (/^[/.]/.test(source) || /^[a-zA-Z0-9][\w.-]+$/.test(source)) return;
  throw invalidValue(
    text,
    flag,
    `Write ./${source} for a path below the working directory, or an absolute path`,
    `${source} is neither a path nor the name of a volume`,
  );
}

function checkMode(mode: string, text: string, flag: string): void {
  const unknown = mode.split(",").find((word) => !modes.has(word));
  if (unknown === undefined) return;
  throw invalidValue(
    text,
    flag,
    `Use options such as ro, rw, z, Z, nocopy, rslave`,
    `${unknown} is no option`,
  );
}
