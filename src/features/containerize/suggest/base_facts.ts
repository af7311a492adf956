import { versionIn } from "./version_range.ts";

/** Package managers of the distributions that dk knows. */
export type SystemManager = "apt" | "apk" | "dnf" | "microdnf" | "yum" | "zypper";

/** What a base image has, as far as installing a program in it is concerned. */
export interface BaseFacts {
  manager: SystemManager | undefined;
  /** As `uname -m` says it: `x86_64`, `aarch64`. */
  machine: string;
  isRoot: boolean;
  /** Of /etc/os-release: `debian`, `12`, `Debian GNU/Linux 12 (bookworm)`; empty where unknown. */
  system: { id: string; version: string; name: string };
  /** Programs found in PATH, of those that matter here. */
  programs: ReadonlySet<string>;
  python?: { version: string; isManaged: boolean; hasVenv: boolean };
  node?: string;
  r?: string;
}

const managers: readonly [program: string, manager: SystemManager][] = [
  ["apt-get", "apt"],
  ["apk", "apk"],
  ["dnf", "dnf"],
  ["microdnf", "microdnf"],
  ["yum", "yum"],
  ["zypper", "zypper"],
];

const programs = [
  ...managers.map(([program]) => program),
  ..."python3 python pip3 pip uv conda mamba micromamba node npm Rscript gcc make cmake git curl bash perl"
    .split(" "),
];

/**
 * Program for `/bin/sh` in a container of the base image; {@link parseProbe} reads what it prints.
 * A Python is externally managed (PEP 668) where that file lies beside its library.
 */
export const probeScript = `
echo "machine=$(uname -m)"
echo "user=$(id -u)"
[ -r /etc/os-release ] && while IFS= read -r line; do
  case $line in ID=*|VERSION_ID=*|PRETTY_NAME=*) echo "os.$line" ;; esac
done </etc/os-release
for program in ${programs.join(" ")}; do
  command -v "$program" >/dev/null 2>&1 && echo "has=$program"
done
for python in python3 python; do
  command -v "$python" >/dev/null 2>&1 && "$python" -c '
import os, sys
try:
    import sysconfig
    marker = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    print("managed=%d" % os.path.exists(marker))
    import ensurepip, venv
    print("venv=1")
except ImportError:
    pass
print("python=%d.%d.%d" % sys.version_info[:3])' 2>/dev/null && break
done
command -v node >/dev/null 2>&1 && echo "node=$(node --version)"
command -v Rscript >/dev/null 2>&1 && echo "r=$(Rscript --version 2>&1)"
:
`;

/** Reads what {@link probeScript} printed; lines of any other kind do not matter. */
export function parseProbe(output: string): BaseFacts {
  const lines = output.split("\n").map((line) => /^([\w.]+)=(.*?)\r?$/.exec(line) ?? []);
  const value = (key: string) => lines.find(([, name]) => name === key)?.[2] ?? "";
  const found = new Set(lines.filter(([, name]) => name === "has").map(([, , text]) => text));
  const python = value("python");
  return {
    manager: managers.find(([program]) => found.has(program))?.[1],
    machine: value("machine"),
    isRoot: value("user") === "0" || value("user") === "",
    system: {
      id: unquoted(value("os.ID")),
      version: unquoted(value("os.VERSION_ID")),
      name: unquoted(value("os.PRETTY_NAME")),
    },
    programs: found,
    python: python === "" ? undefined : {
      version: python,
      isManaged: value("managed") === "1",
      hasVenv: value("venv") === "1",
    },
    node: versionIn(value("node")),
    r: versionIn(value("r")),
  };
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
