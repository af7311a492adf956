import { literalWord, quoteWord, type SimpleCommand, type Word } from "../shell_words.ts";
import { type Call, type Manager, operands, programName } from "./manager.ts";
import { onlyVersions } from "./word_pins.ts";

/** Functions that install packages which their first argument names. */
const byName =
  /\b(?:install\.packages|(?:BiocManager|renv)::install|pak::(?:pak|pkg_install))\s*\(/g;

/** Functions that install whatever else, of one version or from elsewhere. */
const installing =
  /\b(install\.packages|(BiocManager|remotes|devtools|pak|renv)::\w*(install|restore|pak)\w*|install_(version|github|deps|local|url|git|bioc|cran))\s*\(/;

/** What this file adds to hold a version. */
const check = /^stopifnot\(.*packageVersion\(/;

/** littler's programs: packages are words of the command line. */
const littler = /^install2?\.r$/i;

const packageName = /^[A-Za-z][A-Za-z0-9.]*[A-Za-z0-9]$/;

/**
 * R. `install.packages()` takes no version and its repositories keep one version of a package in
 * the index: the version is checked instead. Without the check R would also end with exit code 0
 * when it could not install a package at all.
 */
export const r: Manager = {
  program: /^(R|Rscript|r|install2?\.r|installGithub\.r|installBioc\.r|installDeps\.r)$/i,
  kind: "language",
  verbs: { install: "install", check: "install", "R CMD INSTALL": "install" },
  valued: /^(-[relntad]|--(repos|libloc|ncpus|type|deps|method|build-opts))$/,
  flags: [],
  locate,
  cleaning: ({ simple, program }) =>
    littler.test(programName(simple.words[program])) ? ["rm -rf /tmp/downloaded_packages"] : [],
  manifests: ({ simple }) => {
    const text = simple.words.map(({ value }) => value ?? "").join(" ");
    if (/renv::restore/.test(text)) {
      return /^(renv\.lock|\.Rprofile|renv\/(activate\.R|settings\.(json|dcf)))$/;
    }
    return /install_(local_)?deps|installDeps\.r|pak::local_install/.test(text)
      ? /^DESCRIPTION$/
      : undefined;
  },
  pins: {
    names,
    query: (_, wanted, paths) =>
      descriptions(wanted, paths) ??
        `Rscript -e ${
          quoteWord(
            `for (p in c(${
              texts(wanted)
            })) cat(p, tryCatch(packageDescription(p)$Version, warning = function(w) "?"), "\\n")`,
          )
        }`,
    versions: (output) =>
      onlyVersions(
        [...output.matchAll(/^(\S+) (\d\S*) *$/gm)].map(([, name, version]) => [name, version]),
      ),
    apply: (call, versions) => {
      const known = names(call).filter((name) => versions.has(name));
      if (known.length === 0) return [call.simple];
      const prefix = call.simple.words.slice(0, call.program);
      return [call.simple, ...known.map((name) => versionCheck(prefix, name, versions.get(name)!))];
    },
  },
};

/** Reads the versions where the packages lie, which is quicker than to start R. */
function descriptions(names: readonly string[], paths: readonly string[]): string | undefined {
  const files = names.map((name) => paths.find((path) => path.endsWith(`/${name}/DESCRIPTION`)));
  if (!files.every((file) => file !== undefined)) return undefined;
  const read = names.map((name, at) => `sed -n 's/^Version:/${name}/p' ${quoteWord(files[at]!)}`);
  return read.join("; ");
}

/** The message is an argument's name: R shows it since 4.0, and older ones ignore it. */
function versionCheck(prefix: readonly Word[], name: string, version: string): SimpleCommand {
  const code =
    `stopifnot("${name} is not the version of the session" = packageVersion("${name}") == "${version}")`;
  return {
    assignments: [],
    words: [...prefix, literalWord("Rscript"), literalWord("-e"), literalWord(code)],
  };
}

function locate({ words }: SimpleCommand, program: number): Pick<Call, "verb" | "at"> | undefined {
  if (/^install/i.test(programName(words[program]))) return { verb: "install", at: program };
  if (words[program + 1]?.raw === "CMD") {
    return words[program + 2]?.raw === "INSTALL"
      ? { verb: "R CMD INSTALL", at: program + 2 }
      : undefined;
  }
  const code = expressions(words, program).join("\n");
  if (installing.test(code)) return { verb: "install", at: program };
  return check.test(code) ? { verb: "check", at: program } : undefined;
}

/** What R is told to evaluate: `-e CODE`, `-e=CODE`. */
function expressions(words: readonly Word[], program: number): string[] {
  return words.flatMap(({ raw }, at) =>
    at > program + 1 && words[at - 1].raw === "-e" ? [words[at].value ?? raw] : []
  );
}

/** Packages asked for by their name alone. */
function names({ simple, program, at, verb, manager }: Call): string[] {
  if (verb !== "install") return [];
  const { words } = simple;
  if (littler.test(programName(words[program]))) {
    return operands(simple, at, manager.valued)
      .flatMap((index) => words[index].value ?? [])
      .filter((name) => packageName.test(name));
  }
  const code = expressions(words, program).join("\n");
  return [
    ...new Set(
      [...code.matchAll(byName)].flatMap((found) =>
        firstArgument(code.slice(found.index + found[0].length))
      ),
    ),
  ].filter((name) => packageName.test(name));
}

/** The texts in a call's first argument: `"a"` or `c("a", 'b')`. */
function firstArgument(code: string): string[] {
  const argument = /^\s*(?:pkgs\s*=\s*)?(c\s*\([^()]*\)|"[^"]*"|'[^']*')\s*[,)]/.exec(code)?.[1] ??
    "";
  return [...argument.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b);
}

function texts(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
