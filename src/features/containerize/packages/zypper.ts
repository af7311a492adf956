import { type Manager, managerWords } from "./manager.ts";

/** openSUSE's package manager. */
export const zypper: Manager = {
  program: /^zypper$/,
  kind: "system",
  verbs: {
    install: "install",
    in: "install",
    update: "upgrade",
    up: "upgrade",
    dup: "upgrade",
    remove: "remove",
    rm: "remove",
    refresh: "lists",
    clean: "clean",
  },
  valued: /^(-[crRD]|--(config|repo|root|reposd-dir|cache-dir|from|type))$/,
  flags: [{
    verbs: ["install", "in", "update", "up", "dup", "remove", "rm", "refresh"],
    flag: "--non-interactive",
    unless: /^(-n|--non-interactive)$/,
    before: true,
  }],
  cleaning: (call) => [`${managerWords(call)} clean --all`],
};
