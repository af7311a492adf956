import { basename } from "../../../lib/path.ts";
import type { ProjectSource } from "./project_source.ts";

/** A project of a language that brings its own build tool, which does all of the work. */
export interface ToolchainFindings {
  /** What describes the project. */
  file: string;
  language: "Go" | "Rust" | "Julia" | "Ruby" | "Java" | "PHP" | "Perl";
  /** Base image with a tag that stays. */
  image: string;
  /** Command lines, the project's folder put in for `@`. */
  dependencies: readonly string[];
  install: readonly string[];
}

interface Toolchain {
  file: string;
  language: ToolchainFindings["language"];
  repository: string;
  /** Behind the version in the tag. */
  variant: string;
  version: string;
  /** Finds the version that the project asks for. */
  asked: RegExp;
  dependencies: readonly string[];
  install: readonly string[];
  /** Another install where the project has such a file. */
  locked?: { file: string; install: readonly string[] };
}

const toolchains: readonly Toolchain[] = [
  {
    file: "go.mod",
    language: "Go",
    repository: "golang",
    variant: "",
    version: "1.25",
    asked: /^go\s+(\d+\.\d+)/m,
    dependencies: ["cd @ && go mod download"],
    install: ["cd @ && go build -o /usr/local/bin/ ./..."],
  },
  {
    file: "Cargo.toml",
    language: "Rust",
    repository: "rust",
    variant: "-slim",
    version: "1.90",
    asked: /^(?!)/,
    dependencies: [],
    install: ["cd @ && cargo install --path . --root /usr/local && rm -rf target"],
    locked: {
      file: "Cargo.lock",
      install: ["cd @ && cargo install --locked --path . --root /usr/local && rm -rf target"],
    },
  },
  {
    file: "Project.toml",
    language: "Julia",
    repository: "julia",
    variant: "",
    version: "1.11",
    asked: /^(?!)/,
    dependencies: [`julia --project=@ -e 'using Pkg; Pkg.instantiate()'`],
    install: [],
  },
  {
    file: "Gemfile",
    language: "Ruby",
    repository: "ruby",
    variant: "-slim",
    version: "3.4",
    asked: /^\s*ruby\s+["'](\d+\.\d+)/m,
    dependencies: ["cd @ && bundle install"],
    install: [],
  },
  {
    file: "pom.xml",
    language: "Java",
    repository: "maven",
    variant: "-eclipse-temurin-21",
    version: "3.9",
    asked: /^(?!)/,
    dependencies: ["cd @ && mvn -B dependency:go-offline"],
    install: ["cd @ && mvn -B package"],
  },
  ...["build.gradle", "build.gradle.kts"].map((file): Toolchain => ({
    file,
    language: "Java",
    repository: "gradle",
    variant: "-jdk21",
    version: "8.14",
    asked: /^(?!)/,
    dependencies: [],
    install: ["cd @ && gradle --no-daemon build"],
  })),
  {
    file: "composer.json",
    language: "PHP",
    repository: "composer",
    variant: "",
    version: "2.8",
    asked: /^(?!)/,
    dependencies: ["cd @ && composer install --no-dev --no-interaction --optimize-autoloader"],
    install: [],
  },
  {
    file: "cpanfile",
    language: "Perl",
    repository: "perl",
    variant: "",
    version: "5.42",
    asked: /^\s*requires\s+['"]perl['"]\s*,\s*['"]v?(5\.\d\d)\b/m,
    dependencies: ["cd @ && cpanm --notest --installdeps ."],
    install: [],
  },
];

/** What the project's root says of a language with its own build tool; undefined where it says nothing. */
export async function inspectToolchain(
  source: ProjectSource,
): Promise<ToolchainFindings | undefined> {
  const names = new Set(
    source.files.map(({ path }) => path).filter((path) => path === basename(path)),
  );
  const found = toolchains.find(({ file }) => names.has(file));
  if (!found) return undefined;
  const { file, language, repository, variant, dependencies, locked } = found;
  const install = locked && names.has(locked.file) ? locked.install : found.install;
  const version = found.asked.exec(await source.read(file) ?? "")?.[1] ?? found.version;
  return { file, language, image: `${repository}:${version}${variant}`, dependencies, install };
}
