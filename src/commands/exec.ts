import { defineCommand } from "../cli/command.ts";
import { text, texts, toggle, value, values } from "../cli/flags.ts";
import { chooseDetachKeys, detachKeysText } from "../features/run/detach_keys.ts";
import { gatherEnvironment } from "../features/run/environment.ts";
import { execCommand } from "../features/run/exec_command.ts";
import { parsePair } from "../features/run/modes.ts";
import { checkTerminal } from "./check_terminal.ts";
import { engineOf } from "./open_engine.ts";
import { sessionIo } from "./session_io.ts";

export default defineCommand({
  name: "exec",
  brief: "Run a command in a running container",
  description: "Exits with the command's own code.",
  flags: {
    interactive: toggle("Keep stdin open", { short: "i" }),
    tty: toggle("Give the command a terminal", { short: "t" }),
    detach: toggle("Run it in the background", { short: "d" }),
    detachKeys: value(detachKeysText, "Keys that leave the command running", {
      placeholder: "KEYS",
    }),
    env: values(parsePair, "Set a variable; NAME alone takes it from here", {
      short: "e",
      placeholder: "NAME[=VALUE]",
    }),
    envFile: texts("Set the variables of a file, one NAME=VALUE on each line", {
      placeholder: "FILE",
    }),
    user: text("User, and group, to run as", { short: "u", placeholder: "USER[:GROUP]" }),
    workdir: text("Working directory in the container", { short: "w", placeholder: "DIR" }),
    privileged: toggle("Give the command all rights on the host"),
  },
  words: { usage: "CONTAINER COMMAND [ARG...]", least: 2, most: Infinity },
  stopAtFirstWord: true,
  examples: [["A shell in a running container", "dk exec -it web bash"]],
  async run(context, flags, [container, ...command]) {
    checkTerminal(context, flags);
    const env = await gatherEnvironment(flags, context.env);
    await using engine = await engineOf(context);
    const keys = chooseDetachKeys(flags.detachKeys, engine.host.detachKeys);
    const window = context.windowSize();
    const { detach, tty } = flags;
    const request = {
      container,
      spec: {
        Cmd: command,
        AttachStdin: flags.interactive && !detach,
        AttachStdout: !detach,
        AttachStderr: !detach,
        Tty: tty,
        ...(env.length > 0 && { Env: env }),
        ...(flags.user && { User: flags.user }),
        ...(flags.workdir && { WorkingDir: flags.workdir }),
        ...(flags.privileged && { Privileged: true }),
        ...(keys.text && { DetachKeys: keys.text }),
        ...(tty && window && { ConsoleSize: [window.rows, window.columns] as [number, number] }),
      },
      detach,
      detachKeys: keys.bytes,
    };
    const world = { engine, io: sessionIo(context), signal: context.signal };
    return await execCommand(request, world);
  },
});
