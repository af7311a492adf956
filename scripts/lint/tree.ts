/**
 * Looks through every file of the project, of whatever kind, for what is true of one machine only:
 * folders of the machines it is built on, and the package registries and mirrors these use.
 */
import { trackedFiles } from "../tracked_files.ts";

/** Hosts that everybody can use may be named. */
const publicHosts = /(^|\.)(npmjs\.org|pypi\.org|pythonhosted\.org|debian\.org|docker\.io)$/;

/** Settings of this machine that name a registry or a mirror. */
const settings = ["NPM_CONFIG_REGISTRY", "npm_config_registry", "PIP_INDEX_URL", "UV_INDEX_URL"];

/** A text that must not occur, and where it does. */
export interface Finding {
  file: string;
  /** From 1. */
  line: number;
  found: string;
}

/** The texts that must not occur: folders, and hosts taken from `environment`. */
export function machineTexts(environment: Record<string, string | undefined>): string[] {
  const hosts = settings.flatMap((name) => {
    const address = environment[name];
    return address && URL.canParse(address) ? [new URL(address).hostname] : [];
  });
  const folders = [["work", "main"], ["work", "shared"], ["tmp", "w", ""]].map((names) =>
    ["", ...names].join("/")
  );
  return [...folders, ...hosts.filter((host) => host && !publicHosts.test(host))];
}

/** Where the texts occur in a file. A folder counts only at the start of a path. */
export function findTexts(file: string, content: string, texts: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  content.split("\n").forEach((line, index) => {
    for (const found of texts) {
      const at = line.indexOf(found);
      const inPath = found.startsWith("/") && at > 0 && /[\w.$}~*-]/.test(line[at - 1]);
      if (at >= 0 && !inPath) findings.push({ file, line: index + 1, found });
    }
  });
  return findings;
}

if (import.meta.main) {
  const texts = machineTexts(Deno.env.toObject());
  const findings: Finding[] = [];
  for (const file of await trackedFiles()) {
    findings.push(...findTexts(file, await Deno.readTextFile(file), texts));
  }
  for (const { file, line, found } of findings) {
    console.error(`${file}:${line}: ${found} exists on some machines only`);
  }
  if (findings.length > 0) Deno.exit(1);
}
