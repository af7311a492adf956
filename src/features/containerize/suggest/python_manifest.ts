import type { ProjectSource } from "./project_source.ts";
import type { PythonFindings } from "./findings.ts";
import { requirementName } from "./requirements_file.ts";

/** What describes a Python project as a package, and the Python that it asks for. */
export interface PythonManifest {
  project?: PythonFindings["project"];
  /** Specifiers with the file that holds them; the most telling one first. */
  asked: { text: string; file: string }[];
}

type Table = Record<string, unknown>;

/** Reads pyproject.toml, setup.py, setup.cfg and Pipfile of the project's root. */
export async function pythonManifest(source: ProjectSource): Promise<PythonManifest> {
  const toml = await readToml(source, "pyproject.toml");
  const setup = await readSetup(source);
  const pipfile = await readToml(source, "Pipfile");
  const declared = toml && tomlProject(toml);
  const project = declared && setup && !declared.canInstall
    ? { ...declared, canInstall: true }
    : declared ?? setup?.project;
  const asked = [
    { text: toml && askedByToml(toml), file: "pyproject.toml" },
    { text: setup?.asked, file: setup?.project.file ?? "" },
    { text: pipfile && askedByPipfile(pipfile), file: "Pipfile" },
  ].flatMap(({ text, file }) => text ? [{ text, file }] : []);
  return { project: project ?? (pipfile && pipfileProject(pipfile)), asked };
}

/** A malformed file says nothing: it is pip's to complain. */
async function readToml(source: ProjectSource, path: string): Promise<Table | undefined> {
  const text = await source.read(path);
  if (text === undefined) return undefined;
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return undefined;
    throw error;
  }
}

/** Undefined for a file that only holds the settings of tools. */
function tomlProject(toml: Table): PythonFindings["project"] {
  const project = table(toml.project);
  const poetry = table(table(toml.tool)?.poetry);
  if (!project && !poetry && !toml["build-system"]) return undefined;
  const extras = table(project?.["optional-dependencies"]) ?? {};
  const groups = { ...extras, ...table(toml["dependency-groups"]) };
  const testDependencies = Object.entries(groups)
    .filter(([group]) => /test|dev|lint/.test(group))
    .flatMap(([, list]) => requirementNames(list));
  const poetryGroups = Object.entries(table(poetry?.group) ?? {})
    .flatMap(([, group]) => Object.keys(table(table(group)?.dependencies) ?? {}));
  return {
    file: "pyproject.toml",
    canInstall: toml["build-system"] !== undefined || poetry !== undefined,
    dependencies: [
      ...requirementNames(project?.dependencies),
      ...Object.keys(table(poetry?.dependencies) ?? {}).filter((name) => name !== "python"),
    ],
    testDependencies: [
      ...testDependencies,
      ...poetryGroups,
      ...Object.keys(table(poetry?.["dev-dependencies"]) ?? {}),
    ],
    commands: Object.keys({ ...table(project?.scripts), ...table(poetry?.scripts) }),
  };
}

function askedByToml(toml: Table): string | undefined {
  const python = table(table(table(toml.tool)?.poetry)?.dependencies)?.python;
  const asked = table(toml.project)?.["requires-python"] ?? python;
  return typeof asked === "string" ? asked : undefined;
}

function askedByPipfile(pipfile: Table): string | undefined {
  const requires = table(pipfile.requires);
  const asked = requires?.python_full_version ?? requires?.python_version;
  return typeof asked === "string" ? asked : undefined;
}

function pipfileProject(pipfile: Table): PythonFindings["project"] {
  return {
    file: "Pipfile",
    canInstall: false,
    dependencies: Object.keys(table(pipfile.packages) ?? {}),
    testDependencies: Object.keys(table(pipfile["dev-packages"]) ?? {}),
    commands: [],
  };
}

/** setup.py is a program and setup.cfg its data: what is written out in either is found. */
async function readSetup(
  source: ProjectSource,
): Promise<{ project: NonNullable<PythonFindings["project"]>; asked?: string } | undefined> {
  const script = await source.read("setup.py");
  const config = await source.read("setup.cfg");
  const isConfigured = config !== undefined && /^\[metadata\]/m.test(config);
  if (script === undefined && !isConfigured) return undefined;
  const scripted = script === undefined
    ? undefined
    : /install_requires\s*=\s*\[([^]*?)\]\s*[,)]/.exec(script)?.[1];
  const listed = scripted === undefined
    ? configLines(config ?? "", "install_requires")
    : [...scripted.matchAll(/(["'])(.*?)\1/g)].map(([, , text]) => text);
  const commands = [
    ...(script ?? "").concat("\n", configLines(config ?? "", "console_scripts").join("\n"))
      .matchAll(/(?:^|["'])\s*([\w.-]+)\s*=\s*[\w.]+:\w+/gm),
  ].map(([, name]) => name);
  const asked = /python_requires\s*=\s*["']?([^"'\n]+)/.exec(`${script ?? ""}\n${config ?? ""}`)
    ?.[1];
  const file = script === undefined ? "setup.cfg" : "setup.py";
  const dependencies = requirementNames(listed);
  return {
    project: { file, canInstall: true, dependencies, testDependencies: [], commands },
    asked: asked?.trim(),
  };
}

/** The indented lines below `key =`, and what stands behind it. */
function configLines(config: string, key: string): string[] {
  const block = new RegExp(`^${key}\\s*=(.*(?:\\n[ \\t]+.*)*)`, "m").exec(config)?.[1] ?? "";
  return block.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

function requirementNames(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => typeof each === "string" ? requirementName(each) ?? [] : []);
}

function table(value: unknown): Table | undefined {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable ? value as Table : undefined;
}
