import { parentStage, shippedStages } from "./dockerfile.ts";
import type { Rule } from "./rule.ts";
import { unquoted } from "./variables.ts";

const workdirRelativePath: Rule = {
  id: "WorkdirRelativePath",
  severity: "warning",
  brief: "The first WORKDIR of a stage is an absolute path",
  why: "A relative one continues wherever the base image happens to be.",
  *find(file) {
    for (const stage of file.stages) {
      if (parentStage(file, stage)) continue;
      for (const { keyword, words, body } of stage.instructions) {
        if (keyword !== "WORKDIR" || words.length === 0) continue;
        const path = unquoted(file.text.slice(body.start, body.end));
        if (/^(\/|\$|[A-Za-z]:)/.test(path)) break;
        yield {
          at: body,
          message: `Where WORKDIR ${path} is depends on the base image`,
          next: `Write the whole path, for example WORKDIR /${path.replace(/^\.?\/?/, "")}`,
        };
        break;
      }
    }
  },
};

const exposeInvalidFormat: Rule = {
  id: "ExposeInvalidFormat",
  severity: "error",
  brief: "EXPOSE names ports from 1 to 65535, /tcp, /udp or /sctp",
  why:
    "Nothing can listen elsewhere; the builders refuse higher ports, other protocols and addresses.",
  *find({ instructions }) {
    for (const { keyword, words } of instructions) {
      if (keyword !== "EXPOSE") continue;
      for (const word of words) {
        if (word.text.includes("$") || isPortRange(unquoted(word.text))) continue;
        const message = `${word.text} is not a port that can be exposed`;
        yield { at: word, message, next: "Write PORT[-PORT][/tcp|/udp|/sctp]" };
      }
    }
  },
};

function isPortRange(text: string): boolean {
  const match = /^(\d+)(?:-(\d+))?(?:\/(?:tcp|udp|sctp))?$/i.exec(text);
  if (!match) return false;
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return first >= 1 && first <= last && last <= 65535;
}

const exposeProtoCasing: Rule = {
  id: "ExposeProtoCasing",
  severity: "info",
  brief: "The protocol in EXPOSE is lower case",
  why: "Tools that compare ports as texts do not find 80/TCP.",
  *find({ instructions }) {
    for (const { keyword, words } of instructions) {
      for (const { text, start, end } of keyword === "EXPOSE" ? words : []) {
        const lower = text.replace(/\/[A-Za-z]+$/, (protocol) => protocol.toLowerCase());
        if (lower === text) continue;
        const message = `The protocol of ${text} is not in lower case`;
        yield { at: { start, end }, message, edits: [{ start, end, text: lower }] };
      }
    }
  },
};

const rootUser: Rule = {
  id: "RootUser",
  severity: "info",
  brief: "The image does not run as root",
  why: "A process that is root in a container is root on mounted files too. Make a user with " +
    "RUN useradd and name it with USER at the end; leave root to images that need it.",
  *find(file, { target }) {
    const stages = shippedStages(file, target);
    const instructions = stages.flatMap((stage) => stage.instructions.toReversed());
    const user = instructions.find(({ keyword, isTrigger }) => keyword === "USER" && !isTrigger);
    const last = stages[0]?.from;
    if (!last) return;
    if (!user) {
      // Such as distroless/static:nonroot and nginxinc/nginx-unprivileged.
      if (/nonroot|unprivileged/.test(last.words[0]?.text ?? "")) return;
      const message = "No USER is set: the image runs as that of its base image, mostly root";
      yield { at: last, message, next: "Set USER at the end of the last stage" };
    } else if (/^["']?(root|0)(:|["']?$)/.test(user.words[0]?.text ?? "")) {
      const message = "The image runs as root";
      yield { at: user, message, next: "Set another USER at the end of the last stage" };
    }
  },
};

/** Rules about WORKDIR, EXPOSE and USER. */
export const settingRules = [workdirRelativePath, exposeInvalidFormat, exposeProtoCasing, rootUser];
