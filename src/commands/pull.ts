import { defineCommand } from "../cli/command.ts";
import { toggle, value } from "../cli/flags.ts";
import { pull } from "../features/registry/pull.ts";
import { parsePlatform } from "../features/run/modes.ts";
import { parseReference } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { contentTrustFlag } from "./content_trust_flag.ts";
import { platformOf } from "./default_platform.ts";
import { jsonFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";
import { progressFlag, progressOf } from "./progress_flag.ts";
import { registryWork } from "./registry_work.ts";

export default defineCommand({
  name: "pull",
  brief: "Fetch an image from a registry",
  description: `
The tag is 'latest' where neither tag nor digest is given. Credentials are those that docker
would use: see dk login.

Prints the complete reference with the digest; with --quiet without it, as docker does. --format
json prints {reference, digest}; digest is null where the engine does not say, and with
--all-tags.`,
  flags: {
    allTags: toggle("All tags of the repository", { short: "a" }),
    disableContentTrust: contentTrustFlag,
    format: jsonFormatFlag,
    platform: value(parsePlatform, "Of an image for several platforms", {
      placeholder: "OS/ARCH[/VARIANT]",
    }),
    progress: progressFlag,
    quiet: toggle("No progress, and the reference without digest", { short: "q" }),
  },
  words: { usage: "NAME[:TAG|@DIGEST]", least: 1, most: 1 },
  examples: [["From a registry of one's own", "dk pull registry.example:5000/me/app:1"]],
  async run(context, flags, [name]) {
    const ref = parseReference(name);
    if (flags.allTags && (ref.tag ?? ref.digest) !== undefined) {
      throw new UsageFailure(`Cannot pull all tags of ${JSON.stringify(name)}`, {
        why: "It names one already",
        next: "Leave out the tag or --all-tags",
      });
    }
    const platform = platformOf(context, flags);
    await using engine = await engineOf(context);
    using progress = progressOf(context, flags);
    const pulled = await pull(ref, { ...flags, platform }, registryWork(context, engine, progress));
    const { reference, digest = null } = pulled;
    const complete = flags.quiet || !digest || ref.digest ? reference : `${reference}@${digest}`;
    const result = flags.format ? JSON.stringify({ reference, digest }, null, 2) : complete;
    progress[Symbol.dispose]();
    context.stdout.write(`${result}\n`);
  },
});
