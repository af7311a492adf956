import { defineCommand } from "../cli/command.ts";
import { choice, text, toggle } from "../cli/flags.ts";
import type { InspectedNoun } from "../engine/raw_inspect.ts";
import { rawInspect } from "../engine/raw_inspect.ts";
import type { Transport } from "../engine/transport.ts";
import { parseImageName } from "../image/reference.ts";
import { formatExactJson, parseExactJson } from "../lib/exact_json.ts";
import { Failure } from "../lib/failure.ts";
import type { TemplateValue } from "../view/template.ts";
import { reportError } from "../cli/report.ts";
import { isNotFound } from "./each.ts";
import { engineOf } from "./open_engine.ts";

const types = ["container", "image", "network", "volume"] as const;
type ObjectType = typeof types[number];
const nouns: Record<ObjectType, InspectedNoun> = {
  container: "containers",
  image: "images",
  network: "networks",
  volume: "volumes",
};

export default defineCommand({
  name: "inspect",
  brief: "Show all that the engine knows of containers, images, networks or volumes",
  description: `
Prints an array with one document for each name, in the engine's own fields. A name is looked for
among containers, images, networks and volumes, in this order, unless --type says where.

--format json prints the same on one line; a template prints single values, one line for each
name. Names that do not exist are reported, the others printed, and the exit code is 1.`,
  flags: {
    format: text("json, or a template such as '{{.State.Status}}' or '{{json .Config.Env}}'", {
      short: "f",
      placeholder: "FORMAT",
    }),
    size: toggle("Measure what containers have written", { short: "s" }),
    type: choice(types, "Look among these only"),
  },
  words: { usage: "NAME [NAME...]", least: 1, most: Infinity },
  examples: [
    [
      "Address of a container",
      "dk inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' web",
    ],
    ["Environment of an image", "dk inspect --type image -f '{{json .Config.Env}}' debian:12"],
  ],
  async run(context, flags, names) {
    const print = await printer(flags.format);
    if (flags.type === "image") names.forEach(parseImageName);
    await using engine = await engineOf(context);
    const options = { size: flags.size, signal: context.signal };
    const found: Described[] = [];
    let exitCode = 0;
    for (const name of names) {
      const described = await find(engine, name, flags.type, options);
      if (described) {
        found.push(described);
        continue;
      }
      const missing = new Failure(`There is no ${flags.type ?? "object"} named ${name}`, {
        next: "See dk ps -a and dk images for what there is",
      });
      exitCode = reportError(missing, context.stderr, context.global.debug);
    }
    context.stdout.write(print(found));
    return exitCode;
  },
});

/** An object's document, and what it is. */
interface Described {
  noun: InspectedNoun;
  document: unknown;
}

/** Undefined when nothing has this name. */
async function find(
  engine: Transport,
  name: string,
  type: ObjectType | undefined,
  options: { size: boolean; signal: AbortSignal },
): Promise<Described | undefined> {
  for (const candidate of type ? [type] : types) {
    if (!canName(candidate, name)) continue;
    const noun = nouns[candidate];
    try {
      return { noun, document: parseExactJson(await rawInspect(engine, noun, name, options)) };
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/** Containers and volumes have plain names; asking for others would be answered with an error. */
function canName(type: ObjectType, name: string): boolean {
  return type === "image" || /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name);
}

async function printer(format: string | undefined): Promise<(found: Described[]) => string> {
  if (format === undefined || format === "" || format === "json") {
    const indent = format === "json" ? undefined : 4;
    return (found) => `${formatExactJson(found.map(({ document }) => document), indent)}\n`;
  }
  const { parseTemplate } = await import("../view/template.ts");
  const { knownFields } = await import("../view/inspect_fields.ts");
  const template = parseTemplate(format);
  return (found) =>
    found.map(({ noun, document }) =>
      `${template.render(document as TemplateValue, knownFields(noun))}\n`
    ).join("");
}
