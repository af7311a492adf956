import { basename, dirname, isWithin, resolve } from "../../lib/path.ts";
import type { ShellState } from "../session/shell_protocol.ts";
import { commandsIn } from "./commands_in.ts";
import type { Ledger } from "./ledger.ts";
import { parseChain } from "./shell_words.ts";

/** The project's files by their place in the container. */
export class ProjectFiles {
  /** Every file, relative paths, data that is mounted as well. */
  readonly all: readonly string[];
  /** What an image may need that is told nothing: every file but data that is mounted. */
  readonly forImage: readonly string[];
  readonly #files: ReadonlySet<string>;
  readonly #code: string;

  constructor(
    { project, codeDirectory, data = [] }: Pick<Ledger, "project" | "codeDirectory" | "data">,
  ) {
    this.#files = new Set(project);
    this.#code = codeDirectory;
    this.all = [...this.#files].sort();
    const mounted = new Set(data);
    this.forImage = this.all.filter((file) => !mounted.has(file));
  }

  /** Where a project file lies in the container. */
  pathOf(file: string): string {
    return `${this.#code}/${file}`;
  }

  /** The project's own file at a path, if there is one. */
  single(path: string): string[] {
    const name = this.isInProject(path) ? path.slice(this.#code.length + 1) : "";
    return this.#files.has(name) ? [name] : [];
  }

  isInProject(path: string): boolean {
    return isWithin(this.#code, path);
  }

  /**
   * The project's files at an absolute path of the container: one, those of a folder, or none; of
   * the whole project, {@link forImage}.
   */
  at(path: string): readonly string[] {
    return path === this.#code ? this.forImage : this.allAt(path);
  }

  /** The same with data that is mounted. */
  allAt(path: string): readonly string[] {
    if (path === this.#code) return this.all;
    if (!this.isInProject(path)) return [];
    const name = path.slice(this.#code.length + 1);
    if (this.#files.has(name)) return [name];
    return this.all.filter((file) => file.startsWith(`${name}/`));
  }

  /**
   * Files that a command line names: by a path seen from the shell's directory, or as a program
   * found in PATH. A pattern or variable inside the project may stand for any of them.
   */
  named(command: string, state: ShellState): string[] {
    const { directory, env } = state;
    const named = new Set<string>();
    const programs = programsOf(command);
    for (const word of looseWords(withKnownVariables(command, state))) {
      const at = programs.indexOf(word);
      if (at >= 0) programs.splice(at, 1);
      const files = at >= 0
        ? this.#inPath(word, env.PATH ?? "")
        : this.#namedBy(word, directory, env.PATH ?? "");
      for (const file of files) named.add(file);
    }
    for (const module of modulesIn(command)) {
      const path = resolve(directory, module.replaceAll(".", "/"));
      for (const file of [...this.single(`${path}.py`), ...this.at(path)]) named.add(file);
    }
    return [...named].sort();
  }

  /** The same without those that stand for a whole folder, as in `cd /code`. */
  namedSingly(command: string, state: ShellState): string[] {
    const { directory } = state;
    return looseWords(withKnownVariables(unlooked(command), state))
      .flatMap((word) => this.single(resolve(directory, word)));
  }

  #namedBy(word: string, directory: string, path: string): readonly string[] {
    const fixed = word.replace(/[$*?\[{].*$/, "");
    if (fixed !== word) {
      const folder = resolve(
        directory,
        fixed.endsWith("/") || fixed === "" ? fixed : dirname(fixed),
      );
      // An option such as --x=$Y or a variable by itself names nothing that could be told.
      return word.startsWith("$") || word.startsWith("-") ? [] : this.at(folder);
    }
    if (word === "" || word.startsWith("-")) return [];
    const found = this.at(resolve(directory, word));
    if (found.length > 0 || word.includes("/")) return found;
    return this.#inPath(word, path);
  }

  #inPath(word: string, path: string): string[] {
    return path.split(":").filter((folder) => folder.startsWith("/"))
      .flatMap((folder) => this.at(resolve(folder, word))).slice(0, 1);
  }
}

/**
 * A command line with the paths that its variables hold in their place: `$SRC/app.conf` names a
 * file, though not by itself. A value of another kind stays unknown.
 */
function withKnownVariables(command: string, { directory, env, variables }: ShellState): string {
  return command.replace(
    /\$\(pwd\)|`pwd`|\$(?:(\w+)|\{(\w+)\})/g,
    (typed, plain?: string, braced?: string) => {
      const name = plain ?? braced ?? "PWD";
      const value = name === "PWD" ? directory : env[name] ?? unquoted(variables[name]);
      return value !== undefined && /^[\w@%+=:,.\/-]+$/.test(value) && value.includes("/")
        ? value
        : typed;
    },
  );
}

/** A value as the shell told it, without the quotes that it may have set. */
function unquoted(told: string | undefined): string | undefined {
  return told?.replace(/^(['"])(.*)\1$/, "$2");
}

/** What `python3 -m app.main` and `uvicorn app.main:app` name of Python's modules. */
function modulesIn(command: string): string[] {
  return commandsIn(command).flatMap(({ words }) => {
    const values = words.map(({ value }) => value ?? "");
    const at = values.findIndex((value) => /(^|\/)python[\d.]*$/.test(value));
    const run = at < 0 ? -1 : values.indexOf("-m", at);
    const served = values.flatMap((value) =>
      /^([A-Za-z_][\w.]*):[A-Za-z_]\w*(\(\))?$/.exec(value)?.[1] ?? []
    );
    const module = run < 0 ? undefined : values[run + 1];
    return module !== undefined && /^[A-Za-z_][\w.]*$/.test(module) ? [module, ...served] : served;
  });
}

/** Programs that somebody looks at files with, or checks them. */
const lookers =
  /^(cat|less|more|head|tail|wc|file|stat|ls|ll|nl|diff|md5sum|sha\d+sum|grep|egrep|bat|view|mypy|flake8|pylint|pyflakes|black|isort|ruff|bandit|pycodestyle|eslint|prettier|shellcheck|yamllint|hadolint|jq|test|\[)$/;

/** Names of settings and sources, which a program may read whoever looks at them too. */
const programsOwn =
  /\.(py|pyi|mjs|cjs|js|ts|rb|pl|pm|R|r|sh|bash|lua|php|jl|sql|json|ya?ml|toml|ini|cfg|conf|config|env|properties|xml|html|css)$/;

/** A command line without the sources and settings that it only looks at. */
function unlooked(command: string): string {
  const commands = parseChain(command);
  const isLook = commands?.every(({ words }) => lookers.test(basename(words[0]?.value ?? "")));
  return isLook ? looseWords(command).filter((word) => !programsOwn.test(word)).join(" ") : command;
}

/** Programs that a shell looks for in PATH, and nowhere else. */
function programsOf(command: string): string[] {
  return commandsIn(command).flatMap(({ words }) => words[0]?.value ?? [])
    .filter((name) => !name.includes("/"));
}

/** Words of any shell text, quotes and operators taken for spaces; `--flag=path` gives `path`. */
function looseWords(command: string): string[] {
  return command.split(/[\s"'`;|&()<>]+/).flatMap((word) => {
    const value = /^-{1,2}[\w-]+=(.+)$/.exec(word)?.[1];
    return value === undefined ? [word] : [value];
  }).map((word) => word.replace(/^file:\/\/(?=\/)/, "")).filter((word) => word !== "");
}
