import type { ToolchainFindings } from "./toolchains.ts";
import type { VersionRange } from "./version_range.ts";

/** What a project says about itself; nothing of it depends on the base image. */
export interface ProjectFindings {
  python?: PythonFindings;
  conda?: CondaFindings;
  node?: NodeFindings;
  r?: RFindings;
  compiled?: CompiledFindings;
  toolchain?: ToolchainFindings;
  /** Files that can be started, the likeliest first. */
  programs: readonly Program[];
  /** Files that look like input, the likeliest first. */
  data: readonly SourceData[];
  /** Environment variables that the sources read, and those of a file of examples. */
  variables: readonly VariableFinding[];
}

/** An interpreter's version as the project asks for it. */
export interface VersionAsked {
  range: VersionRange;
  /** The file that asks. */
  file: string;
}

/** A file that lists packages, one per line. */
export interface RequirementsFile {
  path: string;
  /** Names as written there, without versions. */
  packages: readonly string[];
  /** True for what only tests and development need. */
  testOnly: boolean;
  /** True when some of it comes from a git repository. */
  needsGit: boolean;
}

/** A package that a source file imports. */
export interface ImportedPackage {
  /** What to install: `PyYAML`. */
  packageName: string;
  /** What is imported: `yaml`. */
  module: string;
  file: string;
  /** From 1. */
  line: number;
  testOnly: boolean;
}

/** Lock files that dk can install from. */
export type PythonLock = "uv.lock" | "poetry.lock" | "Pipfile.lock";

/** What a Python project needs. */
export interface PythonFindings {
  asked?: VersionAsked;
  requirements: readonly RequirementsFile[];
  /** Undefined where nothing describes the project as a package. */
  project?: {
    /** `pyproject.toml`, `setup.py`. */
    file: string;
    /** True when pip can install the folder. */
    canInstall: boolean;
    dependencies: readonly string[];
    testDependencies: readonly string[];
    /** Commands that installing it makes. */
    commands: readonly string[];
  };
  lock?: PythonLock;
  /** Of every source file; empty where some file lists the packages. */
  imports: readonly ImportedPackage[];
}

/** What an environment file of conda asks for. */
export interface CondaFindings {
  file: string;
  name: string;
  packages: number;
  /** Python's version, where the environment names one. */
  python?: VersionAsked;
}

/** What a project for Node.js needs. */
export interface NodeFindings {
  asked?: VersionAsked;
  /** Undefined for scripts without package.json. */
  manifest?: {
    dependencies: number;
    devDependencies: number;
    scripts: Readonly<Record<string, string>>;
    main: string | undefined;
    /** Programs that installing it makes. */
    bin: readonly string[];
    /** `pnpm@9.1.0`, of the field packageManager. */
    packageManager: string | undefined;
  };
  lock?: "package-lock.json" | "npm-shrinkwrap.json" | "yarn.lock" | "pnpm-lock.yaml";
  imports: readonly ImportedPackage[];
}

/** What a project in R needs. */
export interface RFindings {
  asked?: VersionAsked;
  /** True for a package that R CMD INSTALL takes. */
  isPackage: boolean;
  /** Where the list of packages is from: `DESCRIPTION`, `renv.lock`, or the first script. */
  file: string | undefined;
  hasLock: boolean;
  packages: readonly string[];
}

/** What a project in C, C++ or Fortran is built from. */
export interface CompiledFindings {
  /** What builds it. */
  file: string;
  kind: "make" | "cmake" | "configure" | "autoreconf" | "meson" | "sources";
  /** Programming languages of the sources: `c`, `c++`, `fortran`. */
  languages: readonly ("c" | "c++" | "fortran")[];
  /** Libraries by the header that asks for them: `zlib.h`. */
  headers: readonly { header: string; file: string; line: number }[];
  /** True when building it also puts it in its place. */
  installs: boolean;
  sources: readonly string[];
  /** Those that begin a program, as far as can be told. */
  mains: readonly string[];
}

/** A file that can be started. */
export interface Program {
  path: string;
  interpreter: "python" | "node" | "r" | "shell" | "perl" | "other";
  /** Without `#!`; undefined where there is no such line. */
  shebang: string | undefined;
  /** True when everybody may execute it already. */
  isExecutable: boolean;
  /** True when it reads words of its command line. */
  takesArguments: boolean;
  /** True when it waits for connections. */
  isService: boolean;
  /** True when it does so as soon as it is loaded, as a module as well. */
  servesWhenLoaded: boolean;
}

/** A file that looks like data for the program. */
export interface SourceData {
  path: string;
  /** Bytes. */
  size: number;
  /** The program that names it in its text. */
  namedBy: string | undefined;
}

/** An environment variable that the program reads. */
export interface VariableFinding {
  name: string;
  /** Where it is read or listed. */
  file: string;
  /** From 1. */
  line: number;
  /** From a file of examples. */
  example: string | undefined;
  /** True when the program does without. */
  hasDefault: boolean;
}
