import type { BaseFacts } from "./base_facts.ts";
import type { NodeFindings } from "./findings.ts";
import { quoteWord } from "../shell_words.ts";
import { counted, type LanguageNeeds, noNeeds, type SuggestedCommand } from "./suggestions.ts";

/** The commands of one package manager, and whether it is to be fetched first. */
interface NodeManager {
  fetch?: string;
  /** Installs what the lock says; `all` with the packages of development. */
  install(all: boolean): string;
  run: string;
  prune: string | undefined;
}

/** How a project's Node.js part is installed in a base image. */
export function nodeNeeds(findings: NodeFindings, base: BaseFacts, code: string): LanguageNeeds {
  const needs = noNeeds();
  if (!base.node || !base.programs.has("npm")) {
    needs.system.push({ need: "node", reason: "the base image has no Node.js" });
  }
  const inProject = (command: string) => `cd ${quoteWord(code)} && ${command}`;
  const { manifest, imports } = findings;
  needs.environment.push({
    name: "NODE_ENV",
    value: "production",
    reason: "libraries leave out their help for development",
  });
  if (!manifest) {
    needs.dependencies.push(...importedPackages(imports, inProject));
    return needs;
  }
  const manager = managerOf(findings);
  const { dependencies, devDependencies, scripts } = manifest;
  const builds = scripts.build !== undefined;
  const total = dependencies + (builds ? devDependencies : 0);
  if (total > 0) {
    if (manager.fetch) {
      needs.dependencies.push({ command: manager.fetch, reason: `${findings.lock} is its lock` });
    }
    const ask = `package.json asks for ${counted(total, "package")}`;
    needs.dependencies.push({
      command: inProject(manager.install(builds)),
      reason: findings.lock ? `${ask}, ${findings.lock} for their versions` : ask,
    });
  }
  if (builds) {
    const lighter = devDependencies > 0 && manager.prune ? ` && ${manager.prune}` : "";
    needs.install.push({
      command: inProject(`${manager.run} build${lighter}`),
      reason: "package.json has a build script",
    });
  }
  if (manifest.bin.length > 0) {
    needs.install.push({
      command: `npm install -g ${quoteWord(code)}`,
      reason: `package.json offers the program ${manifest.bin[0]}`,
    });
  }
  return needs;
}

function importedPackages(
  imports: NodeFindings["imports"],
  inProject: (command: string) => string,
): SuggestedCommand[] {
  return [false, true].flatMap((testOnly) => {
    const these = imports.filter((each) => each.testOnly === testOnly);
    if (these.length === 0) return [];
    const names = these.map(({ packageName }) => packageName);
    const reason = `${these[0].file} imports ${names.slice(0, 4).join(", ")}`;
    const command = inProject(`npm install ${names.map(quoteWord).join(" ")}`);
    return [{ command, reason, ...(testOnly && { testOnly }) }];
  });
}

/**
 * NODE_ENV=production makes npm and yarn leave out the packages of development, so that a build
 * has to ask for them.
 */
function managerOf({ lock, manifest }: NodeFindings): NodeManager {
  const wanted = manifest?.packageManager ?? "";
  if (lock === "pnpm-lock.yaml") {
    return {
      fetch: `npm install -g ${wanted.startsWith("pnpm@") ? wanted : "pnpm@10"}`,
      install: (all) => `pnpm install --frozen-lockfile${all ? " --prod=false" : " --prod"}`,
      run: "pnpm run",
      prune: "pnpm prune --prod",
    };
  }
  if (lock === "yarn.lock") {
    const isClassic = !/^yarn@[2-9]/.test(wanted);
    return {
      fetch: isClassic ? "npm install -g yarn@1" : "npm install -g corepack && corepack enable",
      install: (all) =>
        isClassic
          ? `yarn install --frozen-lockfile --production=${!all}`
          : all
          ? "yarn install --immutable"
          : "yarn workspaces focus --production",
      run: "yarn run",
      prune: undefined,
    };
  }
  const verb = lock ? "ci" : "install";
  return {
    install: (all) => `npm ${verb} ${all ? "--include=dev" : "--omit=dev"}`,
    run: "npm run",
    prune: "npm prune --omit=dev",
  };
}
