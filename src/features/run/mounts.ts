import type { MountSpec } from "../../engine/containers/spec.ts";
import { resolve } from "../../lib/path.ts";
import { type Field, keyAndValue, parseFields } from "./field_list.ts";
import { invalidValue } from "./invalid_value.ts";
import { parseByteSize, parseTruth } from "./quantities.ts";

const form = "Write type=bind,source=/HOST/PATH,target=/CONTAINER/PATH[,readonly]";
const types: readonly string[] = ["bind", "volume", "tmpfs", "image", "npipe"];
const flagKeys = new Set(["readonly", "ro", "volume-nocopy", "bind-nonrecursive"]);

/**
 * Reads `--mount`, all keys of docker's. Relative sources are settled by {@link settleMount}.
 *
 * @throws UsageFailure
 */
export function parseMount(text: string, flag: string): MountSpec {
  const mount: MountSpec = { Type: "volume", Target: "" };
  for (const field of parseFields(text, flag)) {
    if (field.value === undefined && !flagKeys.has(field.key)) {
      throw invalidValue(text, flag, `Give ${field.key} a value: ${field.key}=VALUE`);
    }
    if (!setField(mount, field, flag)) {
      throw invalidValue(text, flag, form, `${JSON.stringify(field.key)} is not a key of it`);
    }
  }
  check(mount, text, flag);
  return mount;
}

/** The mount with a source such as `.` or `./data` seen from the working directory `cwd`. */
export function settleMount(mount: MountSpec, cwd: string): MountSpec {
  if (mount.Type !== "bind" || !mount.Source?.startsWith(".")) return mount;
  return { ...mount, Source: resolve(cwd, mount.Source) };
}

function setField(mount: MountSpec, { key, value = "true" }: Field, flag: string): boolean {
  switch (key) {
    case "type":
      mount.Type = value.toLowerCase() as MountSpec["Type"];
      return true;
    case "source":
    case "src":
      mount.Source = value;
      return true;
    case "target":
    case "dst":
    case "destination":
      mount.Target = value;
      return true;
    case "readonly":
    case "ro":
      mount.ReadOnly = parseTruth(value, `${flag} ${key}`);
      return true;
    case "consistency":
      mount.Consistency = value;
      return true;
    case "image-subpath":
      mount.ImageOptions = { Subpath: value };
      return true;
    default:
      return setBindField(mount, key, value, flag) || setVolumeField(mount, key, value, flag) ||
        setTmpfsField(mount, key, value, flag);
  }
}

function setBindField(mount: MountSpec, key: string, value: string, flag: string): boolean {
  const options = mount.BindOptions ?? {};
  if (key === "bind-propagation") options.Propagation = value.toLowerCase();
  else if (key === "bind-nonrecursive") options.NonRecursive = parseTruth(value, `${flag} ${key}`);
  else if (key === "bind-recursive") setRecursive(options, value, flag);
  else return false;
  mount.BindOptions = options;
  return true;
}

function setRecursive(options: NonNullable<MountSpec["BindOptions"]>, value: string, flag: string) {
  if (value === "disabled") options.NonRecursive = true;
  else if (value === "writable") options.ReadOnlyNonRecursive = true;
  else if (value === "readonly") options.ReadOnlyForceRecursive = true;
  else if (value !== "enabled") {
    throw invalidValue(
      value,
      `${flag} bind-recursive`,
      "Use enabled, disabled, writable or readonly",
    );
  }
}

function setVolumeField(mount: MountSpec, key: string, value: string, flag: string): boolean {
  const options = mount.VolumeOptions ?? {};
  const [name, setting] = keyAndValue(value);
  if (key === "volume-nocopy") options.NoCopy = parseTruth(value, `${flag} ${key}`);
  else if (key === "volume-subpath") options.Subpath = value;
  else if (key === "volume-label") options.Labels = { ...options.Labels, [name]: setting };
  else if (key === "volume-driver") options.DriverConfig = { ...options.DriverConfig, Name: value };
  else if (key === "volume-opt") {
    const Options = { ...options.DriverConfig?.Options, [name]: setting };
    options.DriverConfig = { ...options.DriverConfig, Options };
  } else return false;
  mount.VolumeOptions = options;
  return true;
}

function setTmpfsField(mount: MountSpec, key: string, value: string, flag: string): boolean {
  const options = mount.TmpfsOptions ?? {};
  if (key === "tmpfs-size") options.SizeBytes = parseByteSize(value, `${flag} ${key}`);
  else if (key === "tmpfs-mode") {
    if (!/^[0-7]+$/.test(value)) {
      throw invalidValue(value, `${flag} ${key}`, "Give an octal mode such as 1777");
    }
    options.Mode = parseInt(value, 8);
  } else return false;
  mount.TmpfsOptions = options;
  return true;
}

function check(mount: MountSpec, text: string, flag: string): void {
  const refuse = (why: string) => invalidValue(text, flag, form, why);
  if (!types.includes(mount.Type)) {
    throw refuse(`The type ${JSON.stringify(mount.Type)} is none of ${types.join(", ")}`);
  }
  if (mount.Target === "") throw refuse("It has no target");
  if (!mount.Target.startsWith("/")) throw refuse(`The target ${mount.Target} is not absolute`);
  if (mount.Type === "tmpfs" && mount.Source) throw refuse("A tmpfs has no source");
  if (mount.Type === "bind" && !/^[/.]/.test(mount.Source ?? "")) {
    throw refuse("A bind mount needs a source that is absolute or begins with ./");
  }
  const groups = {
    bind: mount.BindOptions,
    volume: mount.VolumeOptions,
    image: mount.ImageOptions,
  };
  for (const [type, options] of Object.entries({ ...groups, tmpfs: mount.TmpfsOptions })) {
    if (options && type !== mount.Type) {
      throw refuse(`${type}-… options do not go with the type ${mount.Type}`);
    }
  }
}
