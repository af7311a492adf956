import { defineCommand } from "../cli/command.ts";
import { engineVersion } from "../engine/system/info.ts";
import { dkVersion } from "./dk_version.ts";
import { jsonFormatFlag } from "./format_flag.ts";
import { engineOf } from "./open_engine.ts";

export default defineCommand({
  name: "version",
  brief: "Print the versions of dk and of the engine",
  description: `
--format json prints {client: {version, apiVersion, os, arch}, engine: {address, version,
apiVersion, minApiVersion, os, arch, podman, components: [{name, version}]}}; client.apiVersion is
the version that dk and this engine speak with each other. Where no engine answers, the client's
part is printed all the same (engine is null, client.apiVersion too) and the exit code is 1.`,
  flags: { format: jsonFormatFlag },
  words: { usage: "", least: 0, most: 0 },
  async run(context, { format }) {
    const print = (versions: Versions) =>
      context.stdout.write(format ? `${JSON.stringify(versions, null, 2)}\n` : asText(versions));
    const client = { version: dkVersion, os: Deno.build.os, arch: goArchitecture() };
    await using engine = await engineOf(context);
    try {
      const { signal } = context;
      const identity = await engine.identity(signal);
      const answer = await engineVersion(engine, { signal });
      print({
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
      });
    } catch (error) {
      if (!context.signal.aborted) print({ client: { ...client, apiVersion: null }, engine: null });
      throw error;
    }
  },
});

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
