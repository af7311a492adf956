import { defineCommand } from "../cli/command.ts";
import { forgetCredentials } from "../registry/login_file.ts";
import { credentialOptions } from "./credential_options.ts";
import { registryDomain } from "./registry_domain.ts";

export default defineCommand({
  name: "logout",
  brief: "Forget the login at a registry",
  description: `
Removes what dk login or docker login has kept for the registry (Docker Hub where none is named).
Where nothing was kept, that is said and is no failure.`,
  flags: {},
  words: { usage: "[REGISTRY]", least: 0, most: 1 },
  examples: [["A registry of one's own", "dk logout registry.example:5000"]],
  async run(context, _flags, [registry]) {
    const domain = registryDomain(registry);
    const forgotten = await forgetCredentials(domain, credentialOptions(context));
    context.stdout.write(
      forgotten ? `Removed the login at ${domain}\n` : `There is no login at ${domain}\n`,
    );
  },
});
