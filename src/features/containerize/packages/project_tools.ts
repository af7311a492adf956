import { type Manager, operands } from "./manager.ts";

/** Removes a cache in the home of whoever calls. */
const withoutCache = (name: string) => () => [`rm -rf ~/.cache/${name}`];

/** Tools that install what the project in the current folder asks for, at versions that it has locked. */
export const poetry: Manager = {
  program: /^poetry$/,
  kind: "language",
  verbs: { install: "install", sync: "install" },
  valued: /^(-[EPC]|--(extras|with|without|only|project|directory))$/,
  flags: [{
    verbs: ["install", "sync"],
    flag: "--no-interaction",
    unless: /^(-n|--no-interaction)$/,
  }],
  cleaning: withoutCache("pypoetry"),
  manifests: () => /^(pyproject\.toml|poetry\.(lock|toml))$/,
};

/** Another of Python's, with pyproject.toml. */
export const pdm: Manager = {
  program: /^pdm$/,
  kind: "language",
  verbs: { install: "install", sync: "install" },
  valued: /^(-[pGL]|--(project|group|without|lockfile))$/,
  flags: [],
  cleaning: withoutCache("pdm"),
  manifests: () => /^(pyproject\.toml|pdm\.(lock|toml))$/,
};

/** Python's with a Pipfile. */
export const pipenv: Manager = {
  program: /^pipenv$/,
  kind: "language",
  verbs: { install: "install", sync: "install" },
  valued: /^(-[ir]|--(index|requirements|categories|python|pypi-mirror|extra-pip-args))$/,
  flags: [],
  cleaning: withoutCache("pipenv"),
  manifests: () => /^Pipfile(\.lock)?$/,
};

/** Ruby's. */
export const bundler: Manager = {
  program: /^bundler?$/,
  kind: "language",
  verbs: { install: "install" },
  valued: /^(-j|--(jobs|gemfile|path|retry|with|without))$/,
  flags: [],
  manifests: () => /^(Gemfile(\.lock)?|gems\.(rb|locked)|\.ruby-version|[^/]+\.gemspec)$/,
};

/** Go's modules; `go install` of what the project itself holds is building. */
export const go: Manager = {
  program: /^go$/,
  kind: "language",
  verbs: { "mod download": "install", install: "install" },
  valued: /^-(C|p|ldflags|gcflags|tags|mod|modfile|o)$/,
  flags: [],
  locate(simple, program) {
    const [verb, second] = simple.words.slice(program + 1).map(({ value }) => value);
    if (verb === "mod" && second === "download") return { verb: "mod download", at: program + 2 };
    const packages = operands(simple, program + 1, this.valued).map((at) => simple.words[at].raw);
    const isForeign = packages.length > 0 && packages.every((name) => /[^@]@[^@]/.test(name));
    return verb === "install" && isForeign ? { verb, at: program + 1 } : undefined;
  },
  manifests: ({ verb }) => verb === "install" ? undefined : /^go\.(mod|sum|work|work\.sum)$/,
};

/** Perl's. It has no verb: modules are installed unless a flag says otherwise. */
export const cpanm: Manager = {
  program: /^cpanm$/,
  kind: "language",
  verbs: { install: "install" },
  valued: /^(-[lLM]|--(local-lib|local-lib-contained|mirror|from|cpanfile|configure-timeout))$/,
  flags: [],
  locate(simple, program) {
    const asks = simple.words.some(({ raw }) =>
      /^(-[Vh]|--(version|help|info|look|scandeps))$/.test(raw)
    );
    const hasModule = operands(simple, program, this.valued).length > 0;
    return hasModule && !asks ? { verb: "install", at: program } : undefined;
  },
  cleaning: () => ["rm -rf ~/.cpanm"],
};

/** Lua's; `luarocks make` builds the project. */
export const luarocks: Manager = {
  program: /^luarocks(-[\d.]+)?$/,
  kind: "language",
  verbs: { install: "install", remove: "remove" },
  valued: /^--(lua-version|lua-dir|tree|server|only-server|branch)$/,
  flags: [],
};
