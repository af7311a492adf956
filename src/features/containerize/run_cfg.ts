/** How an image is run, as a section of `docker/run.cfg` says it. */
export interface RunSection {
  /** The image's name and tag. */
  image: string;
  /** `SRC:DST[:ro]`, SRC below the project written with `{project_root}`. */
  volumes: readonly string[];
  /** Command line. */
  command: string;
  /** `HOST:CONTAINER`. */
  ports: readonly string[];
}

/**
 * The text of `docker/run.cfg` with a section for an image; what stands in it is left as it is.
 *
 * @param existing the file's text; undefined when there is none
 * @returns undefined when it has a section of that name already
 */
export function withRunSection(
  existing: string | undefined,
  section: RunSection,
): string | undefined {
  const colon = section.image.lastIndexOf(":");
  const hasTag = colon > section.image.lastIndexOf("/");
  const name = hasTag ? section.image.slice(0, colon) : section.image;
  const title = name.slice(name.lastIndexOf("/") + 1);
  const titles = (existing ?? "").split("\n").map((line) =>
    /^\s*\[([^\]]*)\]/.exec(line)?.[1].trim()
  );
  if (titles.includes(title)) return undefined;
  const lines = [
    `[${title}]`,
    `name = ${name}`,
    "prefix = False",
    ...(hasTag ? [`tag = ${section.image.slice(colon + 1)}`] : []),
    ...(section.volumes.length > 0 ? [`volumes = ${flags("-v", section.volumes)}`] : []),
    ...(section.ports.length > 0 ? [`ports = ${flags("-p", section.ports)}`] : []),
    `cmd = ${section.command.replaceAll("\n", " ")}`,
  ];
  const before = existing === undefined || existing.trim() === ""
    ? ""
    : `${existing.replace(/\n*$/, "")}\n\n`;
  return `${before}${lines.join("\n")}\n`;
}

function flags(flag: string, values: readonly string[]): string {
  return values.map((value) => `${flag} ${/\s/.test(value) ? JSON.stringify(value) : value}`).join(
    " ",
  );
}
