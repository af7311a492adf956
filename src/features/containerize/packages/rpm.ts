import { type Manager, managerWords, programName, runnerOf } from "./manager.ts";
import { onlyVersions, quoted, wordPins } from "./word_pins.ts";

const architecture = /\.(noarch|x86_64|aarch64|i[3-6]86|ppc64le|s390x|riscv64|src)$/;

const groupVerbs = ["group", "groups", "module", "groupinstall", "groupupdate", "groupremove"];

/**
 * yum, dnf and microdnf. Weak dependencies stay as the distribution decides: no variable could
 * tell a typed command to leave them out, and the image would lack what the session had.
 */
export const rpm: Manager = {
  program: /^(yum|dnf[45]?|microdnf)$/,
  kind: "system",
  verbs: {
    install: "install",
    localinstall: "install",
    reinstall: "install",
    downgrade: "install",
    groupinstall: "install",
    group: "install",
    groups: "install",
    module: "install",
    swap: "install",
    builddep: "install",
    update: "upgrade",
    upgrade: "upgrade",
    "upgrade-minimal": "upgrade",
    "update-minimal": "upgrade",
    distrosync: "upgrade",
    "distro-sync": "upgrade",
    groupupdate: "upgrade",
    remove: "remove",
    erase: "remove",
    groupremove: "remove",
    autoremove: "remove",
    makecache: "lists",
    "check-update": "lists",
    clean: "clean",
  },
  valued:
    /^(-[cdexR]|--(config|setopt|enablerepo|disablerepo|repo|repoid|installroot|releasever|exclude|forcearch|color|comment|advisory|enableplugin|disableplugin))$/,
  flags: [{
    verbs: [
      "install localinstall reinstall downgrade swap builddep update upgrade upgrade-minimal",
      "update-minimal distrosync distro-sync remove erase autoremove makecache",
      ...groupVerbs,
    ].flatMap((verbs) => verbs.split(" ")),
    flag: "-y",
    unless: /^(--assumeyes|-[a-z]*y[a-z]*)$/,
  }],
  cleaning: (call) => {
    const clean = `${managerWords(call)} clean all`;
    // yum 3 leaves what belongs to repositories that are no longer named.
    const isYum = programName(call.simple.words[call.program]) === "yum";
    return isYum ? [clean, `${runnerOf(call)}rm -rf /var/cache/yum`] : [clean];
  },
  pins: wordPins({
    verbs: ["install", "reinstall", "downgrade"],
    name: (word) =>
      /^[A-Za-z0-9_][A-Za-z0-9+._-]*$/.test(word) && !word.endsWith(".rpm") ? word : undefined,
    // The name alone is looked up: one that holds a version is no name of a package.
    pinned: (word, version) => {
      const [suffix = ""] = architecture.exec(word) ?? [];
      return `${word.slice(0, word.length - suffix.length)}-${version}${suffix}`;
    },
    query: (_, names) => `rpm -q --qf '%{NAME} %{ARCH} %{VERSION}-%{RELEASE}\\n' ${quoted(names)}`,
    versions: (output) =>
      onlyVersions(
        [...output.matchAll(/^(\S+) (\S+) (\S+-\S+)$/gm)]
          .flatMap(([, name, arch, version]) => [
            [name, version] as const,
            [`${name}.${arch}`, version] as const,
          ]),
      ),
  }),
};
