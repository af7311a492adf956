import { defineCommand } from "../cli/command.ts";
import type { DkContext } from "../cli/context.ts";
import { text, toggle } from "../cli/flags.ts";
import { askHidden, askLine, mayAsk, readSecretInput } from "../cli/prompt.ts";
import { login } from "../features/registry/login.ts";
import { UsageFailure } from "../lib/failure.ts";
import { findCredentials } from "../registry/credential_store.ts";
import { credentialOptions } from "./credential_options.ts";
import { engineOf } from "./open_engine.ts";
import { registryDomain } from "./registry_domain.ts";

export default defineCommand({
  name: "login",
  brief: "Log in to a registry",
  description: `
Tries name and password at the registry (Docker Hub where none is named) and keeps them where
docker does: with the credential helper of docker's configuration, or in its config.json, which
only its owner can read.

The password is asked for on the terminal, or read from stdin with --password-stdin. It cannot be
given as an argument: everybody on the machine could read it in the list of processes.`,
  flags: {
    username: text("Name at the registry", { short: "u", placeholder: "NAME" }),
    passwordStdin: toggle("Read the password from stdin"),
    password: text("", { short: "p", hidden: true }),
  },
  words: { usage: "[REGISTRY]", least: 0, most: 1 },
  examples: [
    ["In a script", "dk login -u ci --password-stdin registry.example:5000 < password-file"],
  ],
  async run(context, flags, [registry]) {
    const domain = registryDomain(registry);
    if (flags.password !== undefined) {
      throw new UsageFailure("A password cannot be given as an argument", {
        why: "Arguments can be read by everybody on the machine",
        next: "Use --password-stdin, or type it when dk asks",
      });
    }
    const credentials = credentialOptions(context);
    const username = flags.username ?? await askUsername(context, domain, flags.passwordStdin);
    const password = await takePassword(context, flags.passwordStdin);
    await using engine = await engineOf(context);
    const plan = { domain, username, password };
    const kept = await login(plan, { engine, credentials, signal: context.signal });
    const place = kept.kind === "file" ? `unencrypted in ${kept.path}` : `by helper ${kept.name}`;
    context.stderr.write(`The login of ${username} at ${domain} is kept ${place}\n`);
    context.stdout.write("Login Succeeded\n");
  },
});

async function askUsername(
  context: DkContext,
  domain: string,
  stdinTaken: boolean,
): Promise<string> {
  if (stdinTaken || !mayAsk(context)) {
    throw new UsageFailure("No user name is given", { next: "Write -u NAME" });
  }
  const known = (await findCredentials(domain, credentialOptions(context)))?.username;
  const answer = await askLine(context, `User name at ${domain}${known ? ` (${known})` : ""}: `);
  const username = answer || known;
  if (!username) throw new UsageFailure("The user name is empty", { next: "Write -u NAME" });
  return username;
}

async function takePassword(context: DkContext, fromStdin: boolean): Promise<string> {
  if (!fromStdin && !mayAsk(context)) {
    throw new UsageFailure("The password cannot be asked for: this is no terminal", {
      next: "Use --password-stdin",
    });
  }
  const password = fromStdin
    ? await readSecretInput(context)
    : await askHidden(context, "Password: ");
  if (password === "") {
    throw new UsageFailure("The password is empty", {
      next: fromStdin ? "Give it on standard input" : "Type the password or access token",
    });
  }
  return password;
}
