import { defineCommand } from "../cli/command.ts";
import { text, texts, toggle } from "../cli/flags.ts";
import {
  containerize,
  type ContainerizeWorld,
  foreseen,
} from "../features/containerize/containerize.ts";
import { checkRequest, type ContainerizeRequest } from "../features/containerize/request.ts";
import { humanSize } from "../view/size.ts";
import { answerFlags } from "./containerize_answers.ts";
import { goesAlone, guidedRequest } from "./containerize_guided.ts";
import { handOver } from "./containerize_result.ts";
import { reviewer } from "./containerize_review.ts";
import { containerizeView } from "./containerize_view.ts";
import { caFlag, loanOf } from "./loan_flags.ts";
import { jsonFormatFlag } from "./format_flag.ts";
import { credentialOptions } from "./credential_options.ts";
import { withSharedStdin } from "./shared_stdin.ts";
import { engineOf } from "./open_engine.ts";
import { imagePuller } from "./image_puller.ts";

export default defineCommand({
  name: "containerize",
  brief: "Turn a folder and the commands that install it into a Dockerfile and a tested image",
  description: `
Asks for the base image, dependencies, installation and variables, with what the project suggests;
Enter takes it. Then opens a shell in a container of the base image, a copy of DIR (its .dockerignore
honoured) at /code: install the program there and try it (dk help session). With --script or --replay
the steps of a file are run instead, in one shell that keeps its directory and variables.

What the steps changed becomes DIR/Dockerfile: steps that change nothing, such as ls, leave no trace.
The image is built and compared with the container path by path (dk help proof), and the test command
run in it, without the data of --mount and with it; only when that has worked is the Dockerfile
written and the image named. A step, build or test that fails leaves no file, image or container
behind (--keep keeps Dockerfile and image of a failed test); a session that was typed is kept for
--resume.

Steps of a script are written as typed, one command per line; comments, continued lines, heredocs and constructs
of several lines are welcome. They run in bash where the base image has it, with empty stdin, and
package managers are told not to ask (apt-get install becomes apt-get install -y
--no-install-recommends, pip install gets --no-cache-dir). A package that was named without a version
has the installed one in the Dockerfile (apt, apk, dnf, pip, uv, conda, npm; for R it is checked), what
it depends on has not.

--yes makes the image of the suggestions alone; so does dk without a terminal, where flags answer all
and give --test.

Secrets set by a line of their own (export DB_PASSWORD=...) reach the build as secrets and are written
nowhere; a secret in the middle of a command is refused before anything is run.

--user auto has the image run as user 1000, without rights, when the session does not speak against it
and the test passes as that user, and as the base image's user otherwise; dk says why. That is tried
where somebody is asked or --yes is given; with --script and --replay the user stays the base image's.

Where a proxy replaces certificates, --ca host (or DK_CA=host) makes pip, npm, curl and apt trust
what this machine trusts, in the session, the build and the test; nothing of it stays in the image.

Prints the test's output and the image's id; with --quiet the id alone. On stderr come the lines that
make, test and push the image again, for CI. A push that fails takes nothing back. --format json
prints one document: {image, id, tags, base, dockerfile, dockerignore, files, steps: [{line, command,
exit, seconds, kept}], proof, test: {command, exit, seconds, stdout, stderr, withoutData, session} or
null, warnings, pushed: [{reference, digest, size}] or null, ci: [line]}.`,
  flags: {
    base: text("Base image, with a tag that stays; pulled when absent", { placeholder: "IMAGE" }),
    script: text("File with the commands to run", { placeholder: "STEPS" }),
    replay: text("Session file whose steps are to be repeated", { placeholder: "FILE" }),
    test: text("Command that must succeed in the new image", { placeholder: "COMMAND" }),
    mount: texts("Data for the test, read-only unless :rw; SRC is seen from here", {
      placeholder: "SRC:DST[:rw]",
    }),
    tag: texts("Name of the image; DIR's name with the tag 1.0 when left out", {
      short: "t",
      placeholder: "NAME[:TAG]",
    }),
    ...answerFlags,
    user: text("Whom the image runs as: root (the base image's user), auto, or a number", {
      placeholder: "root|auto|UID[:GID]",
    }),
    resume: toggle("Go on with the session of DIR that was not ended"),
    ca: caFlag,
    push: toggle("Push the image when all has worked, as dk push does"),
    overwrite: toggle("Replace DIR/Dockerfile if it exists"),
    verify: toggle("Fail when the image differs from the session in anything"),
    keep: toggle("Keep Dockerfile and image when the proof or the test fails"),
    yes: toggle("Answer every question with its default; --overwrite is not one of them", {
      short: "y",
    }),
    dryRun: toggle("Print what would be done, and do nothing"),
    quiet: toggle("Print the image's id only, and nothing of the work", { short: "q" }),
    format: jsonFormatFlag,
  },
  words: { usage: "[DIR]", least: 0, most: 1 },
  examples: [[
    "A Python script, tried on data that stays outside the image",
    "dk containerize . --base debian:12 --script steps.sh --mount .:/data " +
    "--test 'ml_data_analysis.py /data/Meteorite_Landings.json' -t me/ml_data_analysis:1.0",
  ]],
  async run(given, flags, [directory = "."]) {
    const context = withSharedStdin(given);
    const open = await checkRequest({ ...flags, directory }, context.cwd);
    const isGuided = open.steps === undefined;
    const yes = isGuided ? goesAlone(context, flags, open.test) : flags.yes;
    await using engine = await engineOf(context);
    const pull = imagePuller(context, engine, flags.quiet);
    const request = isGuided
      ? await guidedRequest(context, engine, { open, flags: { ...flags, yes }, pull })
      : { ...open, base: open.base!, steps: open.steps!, test: open.test! };
    const { now, signal } = context;
    if (flags.dryRun) {
      const seen = await foreseen(request, { engine, signal });
      return context.stdout.write(foreseenText(request, seen, flags.push));
    }
    const mode = flags.quiet ? "quiet" : flags.format ?? "text";
    using view = containerizeView(context, mode);
    const loan = await loanOf(context, { ca: flags.ca });
    const lender = {
      loan,
      cwd: context.cwd,
      credentials: credentialOptions(context),
      env: context.env,
      interactive: false,
    };
    const review = request.steps.kind === "typed" && !yes ? reviewer(context) : undefined;
    const listen = view.event;
    const world: ContainerizeWorld = { engine, pull, listen, now, signal, lender, review };
    const result = await containerize(request, flags, world);
    view[Symbol.dispose]();
    await handOver(context, engine, result, { ...flags, mode });
  },
});

function foreseenText(
  { base, steps, directory, dockerfile, test, mounts, tags }: ContainerizeRequest,
  { files, bytes, baseIsPresent }: Awaited<ReturnType<typeof foreseen>>,
  push: boolean,
): string {
  const data = mounts.map(({ source, target, readOnly }) =>
    `${source} at ${target}${readOnly ? " (read-only)" : ""}`
  );
  return [
    baseIsPresent ? `Use the base image ${base}` : `Pull the base image ${base}`,
    `Copy ${files} files (${humanSize(bytes)}) of ${directory} to /code of a new container`,
    steps.kind === "typed"
      ? "Record what is typed in a shell there, until it is left"
      : `Run the commands of ${steps.file} in one shell there, and remove the container`,
    `Build an image from what they changed, and compare it with the container`,
    ...test ? [`Run in it: ${test}${data.length > 0 ? `, with ${data.join(", ")}` : ""}`] : [],
    `Name the image ${tags.join(", ")}`,
    `Write ${dockerfile}`,
    ...push ? [`Push ${tags.join(", ")}`] : [],
    "",
  ].join("\n");
}
