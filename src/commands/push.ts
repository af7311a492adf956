import { defineCommand } from "../cli/command.ts";
import { toggle } from "../cli/flags.ts";
import { push } from "../features/registry/push.ts";
import { parseReference } from "../image/reference.ts";
import { UsageFailure } from "../lib/failure.ts";
import { contentTrustFlag } from "./content_trust_flag.ts";
import { jsonFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";
import { progressFlag, progressOf } from "./progress_flag.ts";
import { registryWork } from "./registry_work.ts";

export default defineCommand({
  name: "push",
  brief: "Send an image to the registry that its name begins with",
  description: `
The tag is 'latest' where none is given. Layers that the registry has are not sent. Credentials
are those that docker would use: see dk login.

Prints the complete reference with the digest, one line for each tag; with --quiet without it, as
docker does. --format json prints an array of {reference, digest, size}, size being the bytes of
the manifest, null where the engine does not say.`,
  flags: {
    allTags: toggle("All tags that the engine has of the repository", { short: "a" }),
    disableContentTrust: contentTrustFlag,
    format: jsonFormatFlag,
    progress: progressFlag,
    quiet: toggle("No progress, and references without digest", { short: "q" }),
  },
  words: { usage: "NAME[:TAG]", least: 1, most: 1 },
  examples: [["To a registry of one's own", "dk push registry.example:5000/me/app:1"]],
  async run(context, flags, [name]) {
    const ref = parseReference(name);
    if (ref.digest || (flags.allTags && ref.tag)) {
      throw new UsageFailure(`Cannot push ${JSON.stringify(name)}`, {
        why: ref.digest ? "A push goes to a tag, not to a digest" : "It names one tag, not all",
        next: ref.digest ? "Write NAME:TAG" : "Leave out the tag or --all-tags",
      });
    }
    await using engine = await engineOf(context);
    using progress = progressOf(context, flags);
    const pushed = await push(ref, flags, registryWork(context, engine, progress));
    progress[Symbol.dispose]();
    if (flags.format) {
      const rows = pushed.map((one) => ({ ...one, size: one.size ?? null }));
      return context.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    }
    for (const { reference, digest } of pushed) {
      context.stdout.write(flags.quiet ? `${reference}\n` : `${reference}@${digest}\n`);
    }
  },
});
