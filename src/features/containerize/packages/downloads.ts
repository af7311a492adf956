import { basename, dirname, isWithin, join, relative } from "../../../lib/path.ts";
import { formatChain, literalWord, quoteWord, type SimpleCommand } from "../shell_words.ts";
import { programName } from "./manager.ts";
import { runnerLength } from "./managers.ts";

/** What fetches all that a project depends on, before any of its source is there. */
export interface Download {
  commands: string[];
  /** The project's files that it reads, relative to the project. */
  needs: string[];
  /** True where the command that was given does nothing else. */
  itself?: boolean;
}

/** A build tool at work in a project. */
interface BuildCall {
  simple: SimpleCommand;
  /** Index of the tool's own word. */
  program: number;
  /** The words behind the tool's own, as typed. */
  rest: string[];
  /** The folder that it works in, relative to the project; "." for the project itself. */
  folder: string;
  /** The project's files, relative paths. */
  files: readonly string[];
}

/** Per tool that downloads by itself while it builds, what would have it download first. */
const tools: readonly [program: RegExp, download: (call: BuildCall) => Download | undefined][] = [
  [/^cargo$/, cargoFetch],
  [/^go$/, goDownload],
  [/^composer(\.phar)?$/, composerInstall],
  [/^mvn$/, mavenOffline],
  [/^uv$/, (call) => withoutProject(call, "uv.lock", "--no-install-workspace")],
  [/^poetry$/, (call) => withoutProject(call, "poetry.lock", "--no-root")],
  [/^pdm$/, (call) => withoutProject(call, "pdm.lock", "--no-self")],
];

/**
 * What a build command would download, as a command of its own that needs no source; undefined for
 * any other command, and where that cannot be told from the names of the project's files.
 *
 * @param folder where it runs, relative to the project
 * @param files of the project, relative paths
 */
export function downloadOf(
  simple: SimpleCommand,
  folder: string,
  files: readonly string[],
): Download | undefined {
  const program = runnerLength(simple.words);
  const name = programName(simple.words[program]);
  const [, download] = tools.find(([known]) => known.test(name)) ?? [];
  const rest = simple.words.slice(program + 1).map(({ raw }) => raw);
  return download?.({ simple, program, rest, folder, files });
}

/** Files that cargo takes for programs and libraries by their names. */
const rustEntry =
  /^(build\.rs|src\/(main|lib)\.rs|(src\/bin|benches|examples|tests)\/[^/]+(\.rs|\/main\.rs))$/;

/** Cargo wants to see that there is something to build, and reads nothing of it. */
function cargoFetch({ simple, rest, folder, files }: BuildCall): Download | undefined {
  const [verb, ...flags] = rest.filter((word) => !word.startsWith("+"));
  const itself = verb === "fetch";
  const builds = itself || /^(b|build|c|check|clippy|doc|r|run|rustc|t|test|bench)$/.test(verb) ||
    (verb === "install" && flags.includes("--path") && flags.includes("--locked"));
  const isOwn = flags.some((flag) => /^--(offline|frozen|manifest-path|config)\b/.test(flag));
  const root = above(folder, "Cargo.lock", files) ?? above(folder, "Cargo.toml", files);
  if (!builds || isOwn || root === undefined) return undefined;
  const manifests = files.filter((file) => basename(file) === "Cargo.toml");
  if (files.some((file) => isWithin(join(root, "vendor"), file))) return undefined;
  const entries = manifests.flatMap((manifest) => {
    const crate = dirname(manifest) === "." ? "" : `${dirname(manifest)}/`;
    return files.filter((file) =>
      file.startsWith(crate) && rustEntry.test(file.slice(crate.length))
    );
  });
  if (entries.length === 0 || entries.length > 20) return undefined;
  const seen = (path: string) => quoteWord(seenFrom(folder, path));
  const folders = [...new Set(entries.map(dirname))].filter((path, _, all) =>
    path !== folder && !all.some((other) => other !== path && isWithin(path, other))
  );
  const locks = files.filter((file) => file === join(root, "Cargo.lock"));
  const settings = files.filter((file) =>
    /^(\.cargo\/config(\.toml)?|rust-toolchain(\.toml)?)$/.test(seenFrom(root, file))
  );
  const host = `"$(rustc -vV | sed -n 's/^host: //p')"`;
  const commands = [
    ...folders.length > 0 ? [`mkdir -p ${folders.map(seen).join(" ")}`] : [],
    `touch ${entries.map(seen).join(" ")}`,
    itself
      ? formatChain([simple])
      : `cargo fetch ${locks.length > 0 ? "--locked " : ""}--target ${host}`,
  ];
  return { commands, itself, needs: [...manifests, ...locks, ...settings] };
}

function goDownload({ rest: [verb, ...flags], folder, files }: BuildCall): Download | undefined {
  const builds = /^(build|install|run|test|vet|generate)$/.test(verb);
  const root = above(folder, "go.work", files) ?? above(folder, "go.mod", files);
  const isForeign = flags.some((flag) => /^-mod|^-modfile|[^@]@[^@]/.test(flag));
  if (!builds || isForeign || root === undefined) return undefined;
  if (files.includes(join(root, "vendor/modules.txt"))) return undefined;
  const needs = files.filter((file) => /^go\.(mod|sum|work|work\.sum)$/.test(basename(file)));
  return needs.some((file) => file.endsWith(".sum"))
    ? { commands: ["go mod download"], needs }
    : undefined;
}

/** Flags of what composer does once the packages are there. */
const autoloading =
  /^(-o|-a|--(optimize-autoloader|classmap-authoritative|apcu-autoloader(-prefix.*)?|no-scripts|no-autoloader))$/;

function composerInstall(call: BuildCall): Download | undefined {
  const { simple, program, rest: [verb, ...flags], folder, files } = call;
  const lock = join(folder, "composer.lock");
  const isOwn = flags.some((flag) => /^(-d|--(working-dir|dry-run))\b/.test(flag));
  if (!/^(i|install)$/.test(verb) || isOwn || !files.includes(lock)) return undefined;
  const words = simple.words.filter(({ raw }) => !autoloading.test(raw));
  const composer = formatChain([{ assignments: [], words: words.slice(0, program + 1) }]);
  const itself = flags.includes("--no-autoloader");
  const only = [...words, literalWord("--no-scripts"), literalWord("--no-autoloader")];
  const command = formatChain([itself ? simple : { ...simple, words: only }]);
  const names = /^(composer\.(json|lock)|auth\.json|symfony\.lock)$/;
  const needs = files.filter((file) => dirname(file) === folder && names.test(basename(file)));
  return { commands: [command, `${composer} clear-cache`], itself, needs };
}

/** Flags of Maven's that tell where from and for what, each with its value. */
const mavenFlags =
  /^(-(B|q|U|ntp|s|gs|P.*|D.*)|--(batch-mode|quiet|settings|no-transfer-progress))$/;

/** Modules that stand on each other would have to be built first. */
function mavenOffline({ simple, rest, folder, files }: BuildCall): Download | undefined {
  const poms = files.filter((file) => basename(file) === "pom.xml");
  const goals = rest.filter((word, at) =>
    !word.startsWith("-") && !/^-(s|gs|t)$/.test(rest[at - 1])
  );
  const itself = goals.length > 0 && goals.every((goal) => /^dependency:(go-|resolve)/.test(goal));
  const builds = rest.some((word) => /^(compile|test|package|verify|install)$/.test(word));
  const isOwn = rest.some((word) => /^(-(o|f|pl)|--(offline|file|projects))\b/.test(word));
  const isSingle = poms.length === 1 && dirname(poms[0]) === folder;
  if (isOwn || !(itself ? files.includes(join(folder, "pom.xml")) : builds && isSingle)) {
    return undefined;
  }
  const kept = rest.filter((word, at) =>
    mavenFlags.test(word) || /^(-s|-gs|--settings)$/.test(rest[at - 1] ?? "")
  );
  const settings = files.filter((file) =>
    isWithin(join(folder, ".mvn"), file) || kept.includes(seenFrom(folder, file))
  );
  const command = ["mvn", ...kept, "dependency:go-offline"].join(" ");
  const commands = [itself ? formatChain([simple]) : command];
  return { commands, itself, needs: [...poms, ...settings] };
}

/** Python's tools, which install the project as well unless told not to. */
function withoutProject(
  { simple, rest: [verb, ...flags], folder, files }: BuildCall,
  lock: string,
  flag: string,
): Download | undefined {
  const isOwn = flags.some((word) =>
    /^--(no-install-(project|workspace)|no-root|only-root|no-self|project|directory|package|lockfile)\b|^-[CLp]$/
      .test(word)
  );
  if (!/^(install|sync)$/.test(verb) || isOwn || !files.includes(join(folder, lock))) {
    return undefined;
  }
  const command = formatChain([{ ...simple, words: [...simple.words, literalWord(flag)] }]);
  const settings = /^(uv\.(lock|toml)|poetry\.(lock|toml)|pdm\.(lock|toml)|\.python-version)$/;
  const needs = files.filter((file) =>
    basename(file) === "pyproject.toml" ||
    (dirname(file) === folder && settings.test(basename(file)))
  );
  return { commands: [command], needs };
}

/** The nearest folder that has a file of that name: the one given, or one above it. */
function above(folder: string, name: string, files: readonly string[]): string | undefined {
  if (files.includes(join(folder, name))) return folder;
  return folder === "." ? undefined : above(dirname(folder), name, files);
}

/** Both are relative to the project. */
function seenFrom(folder: string, path: string): string {
  return relative(join("/", folder), join("/", path));
}
