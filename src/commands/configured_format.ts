import type { DkContext } from "../cli/context.ts";
import { configDirectory, readConfigFile } from "../engine/config_file.ts";

/** `--format` of a list, or what docker's config.json has for it; `--quiet` beats the latter. */
export async function configuredFormat(
  { env, global }: Pick<DkContext, "env" | "global">,
  { format, quiet }: { format: string | undefined; quiet: boolean },
  field: "psFormat" | "imagesFormat",
): Promise<string | undefined> {
  if (format || quiet) return format;
  return readConfigFile(await configDirectory(env, global.config))[field];
}
