import { type BaseFacts, parseProbe } from "./base_facts.ts";
import type { ProjectSource } from "./project_source.ts";

/** A project of files given by their texts; `*` at the end of a path marks an executable one. */
export function sourceOf(texts: Readonly<Record<string, string>>): ProjectSource {
  const bare = new Map(
    Object.entries(texts).map(([path, text]) => [path.replace(/\*$/, ""), text]),
  );
  const files = Object.entries(texts).map(([path, text]) => ({
    path: path.replace(/\*$/, ""),
    size: text.length,
    mode: path.endsWith("*") ? 0o755 : 0o644,
  }));
  return { files, read: (path) => Promise.resolve(bare.get(path)) };
}

/** Base images as the probe finds them. */
export const bases = {
  debian: probed("has=apt-get has=perl has=bash", "debian 12"),
  debianPython: probed("has=apt-get has=python3 python=3.11.2 managed=1", "debian 12"),
  pythonSlim: probed("has=apt-get has=python3 has=pip python=3.12.4 managed=0 venv=1", "debian 12"),
  alpine: probed("has=apk", "alpine 3.22.1"),
  centos7: probed("has=yum has=bash", "centos 7"),
  alma: probed("has=dnf has=yum has=bash has=python3 python=3.9.18 venv=1", "almalinux 9.4"),
  nodeSlim: probed("has=apt-get has=node has=npm node=v22.1.0", "debian 12"),
  rocker: probed("has=apt-get has=Rscript r=4.5.1", "ubuntu 24.04"),
  miniforge: probed(
    "has=apt-get has=conda has=mamba has=python3 has=pip python=3.12.8 venv=1",
    "ubuntu 24.04",
  ),
  scratch: probed("", ""),
} satisfies Record<string, BaseFacts>;

function probed(words: string, system: string): BaseFacts {
  const [id = "", version = ""] = system.split(" ");
  const lines = [...words.split(" "), "machine=x86_64", "user=0", `os.ID=${id}`];
  return parseProbe([...lines, `os.VERSION_ID="${version}"`, ""].join("\n"));
}
