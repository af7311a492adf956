import { compareVersions } from "../../engine/negotiate.ts";
import { Failure } from "../../lib/failure.ts";
import { exportLines, type LentFile, lentPath, type Loan } from "../lend/loan.ts";
import { instructionLines } from "./dockerfile_lines.ts";
import { insertIntoRuns, type RunInsertions } from "./run_insertions.ts";

/**
 * What 20.10 takes in one gRPC message, less the message's own bytes (tried). The 500 KB that one
 * reads of are kept by other clients, not by the engine.
 */
const largestSecret = 4 * 1024 * 1024 - 1024;
/** From this API version on (engine 28.0, BuildKit 0.20) a secret can be a variable. */
const variablesFrom = "1.48";

const encoder = new TextEncoder();
const prelude = "env";
const starter = "exec";

/** How a loan reaches the steps of a build: as secrets, named in each RUN. */
export interface StepLoan {
  /** Secrets by their id. */
  secrets: Map<string, () => Promise<Uint8Array>>;
  /** The Dockerfile as the engine is to see it; every instruction stays on its line. */
  dockerfile: string;
  /** Lines of RUN instructions that get the files but not the variables. */
  withoutVariables: number[];
  /** A text of the engine's as it would be without the loan. */
  conceal(text: string): string;
}

/**
 * Lends to every RUN of a Dockerfile, by secret mounts: nothing of it is in a layer. Engines from
 * 28.0 on set the variables too and the image is the same as without. Older ones need a command
 * before each RUN's own (`. /dev/dk/env; …`) which shows in the history, no path or value does.
 *
 * Variables that the Dockerfile sets by ENV or ARG are left alone. ONBUILD is not touched: it
 * becomes part of the image.
 *
 * @param apiVersion spoken with the engine, such as `1.41`
 * @throws Failure for a file that is too large for a secret
 */
export function lendToSteps(dockerfile: string, loan: Loan, apiVersion: string): StepLoan {
  const variables = notSetBy(dockerfile, loan.variables);
  const asSecrets = compareVersions(apiVersion, variablesFrom) >= 0 && !namesFrontend(dockerfile);
  const files = asSecrets ? loan.files : [...loan.files, ...scripts(variables)];
  const secrets = new Map(files.map((file) => [secretId(file.name), contentOf(file)]));
  const mounts = files.map(({ name }) => fileMount(name));
  if (asSecrets) {
    for (const [name, value] of Object.entries(variables)) {
      const bytes = encoder.encode(value);
      secrets.set(secretId(name), () => Promise.resolve(bytes));
      mounts.push(`--mount=type=secret,id=${secretId(name)},env=${name},required=true`);
    }
  }
  const insertions: RunInsertions = asSecrets ? { flags: mounts.join(" ") } : {
    flags: mounts.join(" "),
    shell: `. ${lentPath(prelude)}; `,
    exec: `"/bin/sh","${lentPath(starter)}",`,
  };
  const { text, withoutCommand } = insertIntoRuns(dockerfile, insertions);
  return {
    secrets,
    dockerfile: text,
    withoutVariables: asSecrets ? [] : withoutCommand,
    conceal: (text) => conceal(text, insertions),
  };
}

/** A Dockerfile that names its own frontend may mean one that knows no variables of secrets. */
function namesFrontend(dockerfile: string): boolean {
  return /^#\s*syntax\s*=/im.test(dockerfile.split("\n", 5).join("\n"));
}

function notSetBy(dockerfile: string, variables: Loan["variables"]): Record<string, string> {
  const settings = instructionLines(dockerfile)
    .filter(({ keyword }) => keyword === "ENV" || keyword === "ARG")
    .flatMap(({ text }) => text.match(/[A-Za-z_][A-Za-z0-9_]*(?=[=\s]|$)/g) ?? []);
  const own = new Set(settings);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !own.has(name)));
}

/** What the shell of a RUN reads first, and what starts a RUN that has no shell. */
function scripts(variables: Record<string, string>): LentFile[] {
  const lines = exportLines(variables);
  return [
    { name: prelude, content: encoder.encode(lines) },
    { name: starter, content: encoder.encode(`${lines}exec "$@"\n`) },
  ];
}

function secretId(name: string): string {
  return `dk.${name}`;
}

function fileMount(name: string): string {
  const target = lentPath(name);
  return `--mount=type=secret,id=${secretId(name)},target=${target},mode=0444,required=true`;
}

function contentOf({ name, content }: LentFile): () => Promise<Uint8Array> {
  if (content.length <= largestSecret) return () => Promise.resolve(content);
  const kilobytes = Math.ceil(content.length / 1024);
  throw new Failure(`The file lent as ${name} is too large: ${kilobytes} KB`, {
    why: `The engine takes secrets of up to ${largestSecret / 1024} KB`,
    next: "Lend a file with only the certificates that are needed: --ca FILE",
  });
}

function conceal(text: string, { flags, shell, exec }: RunInsertions): string {
  let concealed = text.replaceAll(` ${flags}`, "");
  if (shell) concealed = concealed.replaceAll(shell, "");
  // The exec form in the Dockerfile's own words, and as the engine joins its arguments.
  if (exec) {
    concealed = concealed.replaceAll(exec, "");
    concealed = concealed.replaceAll(`/bin/sh ${lentPath(starter)} `, "");
  }
  return concealed;
}
