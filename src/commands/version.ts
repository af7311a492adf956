import { defineCommand } from "../cli/command.ts";
import { newestApiVersion } from "../engine/negotiate.ts";
import { type EngineVersion, engineVersion } from "../engine/system/info.ts";
import { UsageFailure } from "../lib/failure.ts";
import { dkVersion } from "./dk_version.ts";
import { parseTemplate } from "../view/template.ts";
import { documentFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "version",
  brief: "Print the versions of dk and of the engine",
  description: `
--format json prints {client: {version, apiVersion, os, arch}, engine: {address, version,
apiVersion, minApiVersion, os, arch, podman, components: [{name, version}]}}; client.apiVersion is
the version that dk and this engine speak with each other. Where no engine answers, the client's
part is printed all the same (engine is null, client.apiVersion too) and the exit code is 1.

Templates use docker's fields: .Client.Version .Client.APIVersion .Client.Os .Client.Arch
.Client.Context, and what the engine tells: .Server.Version .Server.APIVersion
.Server.MinAPIVersion .Server.Os .Server.Arch .Server.KernelVersion .Server.Components`,
  flags: { format: documentFormatFlag },
  words: { usage: "", least: 0, most: 0 },
  examples: [["The engine's version, for a script", "dk version -f '{{.Server.Version}}'"]],
  async run(context, { format }) {
    const form = versionForm(format);
    const client = { version: dkVersion, os: Deno.build.os, arch: goArchitecture() };
    await using engine = await engineOf(context);
    const print = (versions: Versions, answer: EngineVersion | null) =>
      context.stdout.write(form(versions, { answer, context: engine.host.context }));
    try {
      const { signal } = context;
      const identity = await engine.identity(signal);
      const answer = await engineVersion(engine, { signal });
      const versions = {
        client: { ...client, apiVersion: identity.apiVersion },
        engine: {
          address: engine.address,
          version: answer.Version,
          apiVersion: answer.ApiVersion,
          minApiVersion: answer.MinAPIVersion ?? null,
          os: answer.Os,
          arch: answer.Arch,
          podman: identity.isPodman,
          components: (answer.Components ?? []).map(({ Name, Version }) => ({
            name: Name,
            version: Version,
          })),
        },
      };
      print(versions, answer);
    } catch (error) {
      if (!context.signal.aborted && !(error instanceof UsageFailure)) {
        print({ client: { ...client, apiVersion: null }, engine: null }, null);
      }
      throw error;
    }
  },
});

/**
 * How the versions are printed; nothing where the engine's are asked for and not known.
 *
 * @throws UsageFailure for what is no template
 */
function versionForm(
  format: string | undefined,
): (versions: Versions, more: { answer: EngineVersion | null; context: string }) => string {
  if (format === undefined || format === "") return asText;
  if (format === "json") return (versions) => `${JSON.stringify(versions, null, 2)}\n`;
  const template = parseTemplate(format);
  const asksEngine = template.fields.has("Server") || template.fields.has("");
  return ({ client }, { answer, context }) => {
    if (!answer && asksEngine) return "";
    const { version: Version, apiVersion, os: Os, arch: Arch } = client;
    const ApiVersion = apiVersion ?? "";
    const Client = {
      Version,
      ApiVersion,
      DefaultAPIVersion: newestApiVersion,
      Os,
      Arch,
      Context: context,
    };
    return `${template.render({ Client, Server: answer })}\n`;
  };
}

interface Versions {
  client: { version: string; apiVersion: string | null; os: string; arch: string };
  engine: null | {
    address: string;
    version: string;
    apiVersion: string;
    minApiVersion: string | null;
    os: string;
    arch: string;
    podman: boolean;
    components: { name: string; version: string }[];
  };
}

function asText({ client, engine }: Versions): string {
  const rows = [["dk", `${client.version} (${client.os}/${client.arch})`]];
  if (client.apiVersion) rows.push(["API in use", client.apiVersion]);
  if (engine) {
    const { minApiVersion: least } = engine;
    const api = `${engine.apiVersion}${least ? `, at least ${least}` : ""}`;
    rows.push(["Engine", `${engine.version} (${engine.os}/${engine.arch}), API ${api}`]);
    rows.push(["Address", engine.address]);
    for (const { name, version } of engine.components) {
      if (name !== "Engine") rows.push([name, version]);
    }
  }
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${`${name}:`.padEnd(width)}${value}\n`).join("");
}

/** The processor as images and engines name it. */
function goArchitecture(): string {
  return Deno.build.arch === "x86_64" ? "amd64" : "arm64";
}
