import type { Environment } from "../../lib/environment.ts";
import { Failure } from "../../lib/failure.ts";
import { resolve } from "../../lib/path.ts";
import { parseFields } from "../run/field_list.ts";
import { invalidValue } from "../run/invalid_value.ts";

/** A secret for a build's steps: where its value is, not the value. */
export interface SecretSource {
  id: string;
  /** Name of a variable, path of a file as it was typed, or both: the file where that is unset. */
  from: { env: string; file?: undefined } | { file: string; env?: string };
}

const form = "Write id=NAME,src=FILE or id=NAME,env=VARIABLE";

/**
 * Reads `--secret` as docker does: `type` may be left out, `src` or `source` names a file, `env` a
 * variable; without either the variable of the secret's name is taken, else the file of that name.
 *
 * @throws UsageFailure
 */
export function parseSecret(text: string, flag: string): SecretSource {
  const fields = new Map<string, string>();
  for (const { key, value } of parseFields(text, flag)) {
    if (value === undefined) throw invalidValue(text, flag, form, `${key} has no value`);
    if (!["type", "id", "src", "source", "env"].includes(key)) {
      throw invalidValue(text, flag, form, `${key} is not known`);
    }
    fields.set(key === "source" ? "src" : key, value);
  }
  const type = fields.get("type");
  if (type !== undefined && type !== "file" && type !== "env") {
    throw invalidValue(text, flag, form, `There is no type ${type}`);
  }
  const [id, src, env] = [fields.get("id"), fields.get("src"), fields.get("env")];
  if (!id) throw invalidValue(text, flag, form, "The id is missing");
  if (env !== undefined) return { id, from: { env } };
  if (src === undefined) return { id, from: type === "env" ? { env: id } : { env: id, file: id } };
  return { id, from: type === "env" ? { env: src } : { file: src } };
}

/**
 * Makes the secrets ready: every file and variable is looked at now, so that a missing one is
 * known before the build begins; a file's content is read when a step asks.
 *
 * @throws Failure naming the file or variable that is not there
 */
export async function openSecrets(
  sources: readonly SecretSource[],
  world: { env: Environment; cwd: string },
): Promise<Map<string, () => Promise<Uint8Array>>> {
  const secrets = new Map<string, () => Promise<Uint8Array>>();
  for (const { id, from } of sources) {
    secrets.set(
      id,
      from.file === undefined || from.env !== undefined && world.env[from.env] !== undefined
        ? variableSecret(id, from.env!, world.env[from.env!])
        : await fileSecret(id, resolve(world.cwd, from.file)),
    );
  }
  return secrets;
}

function variableSecret(id: string, name: string, value: string | undefined) {
  if (value === undefined) {
    throw new Failure(`The variable ${name} for the secret ${id} is not set`, {
      next: `Set it, or name a file: --secret id=${id},src=FILE`,
    });
  }
  const bytes = new TextEncoder().encode(value);
  return () => Promise.resolve(bytes);
}

async function fileSecret(id: string, path: string) {
  try {
    using file = await Deno.open(path);
    if ((await file.stat()).isDirectory) throw new Error("It is a directory");
  } catch (cause) {
    throw new Failure(`The file ${path} for the secret ${id} cannot be read`, {
      why: cause instanceof Error ? cause.message : String(cause),
      next: "Check its path and permissions",
      cause,
    });
  }
  return () => Deno.readFile(path);
}
