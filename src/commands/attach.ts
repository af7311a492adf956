import { defineCommand } from "../cli/command.ts";
import { toggle, value } from "../cli/flags.ts";
import { attachSession } from "../features/run/attach_session.ts";
import { chooseDetachKeys, detachKeysText } from "../features/run/detach_keys.ts";
import { parseTruth } from "../features/run/quantities.ts";
import { engineOf } from "./open_engine.ts";
import { reportLeft } from "./report_left.ts";
import { sessionIo } from "./session_io.ts";

export default defineCommand({
  name: "attach",
  brief: "Take part in a running container",
  description: "Exits with the container's own code, or 0 when left by the detach keys.",
  flags: {
    detachKeys: value(detachKeysText, "Keys that leave the container running", {
      placeholder: "KEYS",
    }),
    noStdin: toggle("Leave the container's stdin alone"),
    sigProxy: value(parseTruth, "Pass signals on to the process", {
      bare: "true",
      placeholder: "true|false",
    }),
  },
  words: { usage: "CONTAINER", least: 1, most: 1 },
  examples: [["Back to a shell that the detach keys have left", "dk attach web"]],
  async run(context, flags, [container]) {
    await using engine = await engineOf(context);
    const request = {
      container,
      stdin: !flags.noStdin,
      sigProxy: flags.sigProxy ?? true,
      detachKeys: chooseDetachKeys(flags.detachKeys, engine.host.detachKeys),
    };
    return await attachSession(request, {
      engine,
      io: sessionIo(context),
      left: (id) => reportLeft(context, id),
      signal: context.signal,
    });
  },
});
