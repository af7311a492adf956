import {
  formatChain,
  literalWord,
  parseChain,
  type SimpleCommand,
  type Word,
} from "../shell_words.ts";
import { type Call, effectOf, flagsOf, operands } from "./manager.ts";
import { callOf } from "./managers.ts";

/** Packages that check source and serve nothing else. */
const checkers =
  /^(black|flake8|flake8-.+|mypy|pylint|pyflakes|pycodestyle|pydocstyle|isort|ruff|bandit|pre-commit|eslint|eslint-.+|@eslint\/.+|prettier|stylelint|lintr|rubocop|shellcheck|yamllint|python3-(flake8|mypy|pylint|pycodestyle|isort)|r-cran-lintr)$/;

/** Packages that serve nothing but tests, by the names that package managers know them by. */
const testNames =
  /^(pytest|pytest-.+|tox|tox-.+|nox|nose2?|coverage|hypothesis|testthat|tinytest|covr|mocha|jest|jest-.+|ts-jest|@jest\/.+|@testing-library\/.+|vitest|@vitest\/.+|ava|jasmine|karma|karma-.+|cypress|chai|sinon|supertest|nyc|c8|rspec|minitest|python3-(pytest|hypothesis|coverage|nose2?|tox)(-.+)?|py3-(pytest|hypothesis|coverage|tox)(-.+)?|r-cran-(testthat|tinytest|covr))$/;

/** Programs of those packages. */
const runners =
  /(^|[\s"';&|(/])(black|flake8|mypy|pylint|pyflakes|pycodestyle|isort|ruff|bandit|pre-commit|eslint|prettier|stylelint|lintr|rubocop|shellcheck|yamllint|pytest|py\.test|tox|nox|nosetests|nose2|coverage|jest|mocha|vitest|ava|jasmine|karma|cypress|nyc|c8|rspec|testthat|tinytest)(?![\w.-])/;

/** Files of requirements that are not the program's own. */
const testFile = /(^|[-_./])(dev|develop|development|tests?|testing|ci)([-_./]|$)/;

function isForTests(name: string): boolean {
  return testNames.test(name) || checkers.test(name);
}

/** A command cut in two: what the program needs, and what only its tests need. */
export interface TestSplit {
  /** Undefined where nothing is left. */
  rest: string | undefined;
  tests: string;
  /** Names and files of requirements that the tests need. */
  packages: string[];
}

/** True for a command line that runs tests. */
export function runsTests(command: string): boolean {
  return runners.test(command);
}

/** The lists for the program that a list for tests includes, as the command would name them. */
export type ProgramLists = (list: string) => readonly string[];

/** Takes packages for tests out of a command that installs some; undefined where it has none. */
export function splitTestPackages(
  command: string,
  programLists: ProgramLists = () => [],
): TestSplit | undefined {
  const parts = (parseChain(command) ?? []).map((simple) => splitCommand(simple, programLists));
  const packages = parts.flatMap(({ packages }) => packages);
  if (packages.length === 0) return undefined;
  const rest = parts.flatMap(({ rest }) => rest ?? []);
  const tests = parts.flatMap(({ tests }) => tests ?? []);
  const onlyLists = rest.every((simple) => {
    const call = callOf(simple);
    return call !== undefined && effectOf(call) === "lists";
  });
  return {
    rest: onlyLists ? undefined : formatChain(rest),
    tests: formatChain(tests),
    packages: [...new Set(packages)],
  };
}

interface SplitCommand {
  rest: SimpleCommand | undefined;
  tests: SimpleCommand | undefined;
  packages: string[];
}

function splitCommand(simple: SimpleCommand, programLists: ProgramLists): SplitCommand {
  const call = callOf(simple);
  if (!call || effectOf(call) !== "install") {
    return { rest: simple, tests: undefined, packages: [] };
  }
  const units = unitsOf(call, programLists);
  const packages = units.flatMap(({ test }) => test ?? []);
  if (packages.length === 0) return { rest: simple, tests: undefined, packages };
  const without = (leaveOut: (unit: Unit) => boolean) => {
    const gone = units.filter(leaveOut);
    const words = simple.words.flatMap((word) => {
      const unit = gone.find(({ words }) => words.includes(word));
      if (!unit) return [word];
      return word === unit.words.at(-1) ? unit.program ?? [] : [];
    });
    return { ...simple, words };
  };
  const isWhole = units.every(({ test, program }) => test !== undefined && !program);
  return {
    rest: isWhole ? undefined : without(({ test }) => test !== undefined),
    tests: isWhole || units.every(({ test }) => test !== undefined)
      ? simple
      : without(({ test }) => test === undefined),
    packages,
  };
}

/** What a call installs, unit by unit. */
interface Unit {
  words: Word[];
  /** Name of a package for tests. */
  test: string | undefined;
  /** What the program needs of it all the same: `-e .` of `-e .[dev]`. */
  program?: Word[];
}

/** Extras of a project's own that are not its users'. */
const testExtra = /^(dev|devel|develop|development|tests?|testing|ci|lint|linters?|linting)$/i;

/** `.[dev]` or `./lib[fast,test]` as a unit; undefined for any word without extras for tests. */
function unitWithExtras(words: Word[]): Unit | undefined {
  const { raw, value = raw } = words.at(-1)!;
  const [, folder, list] = /^(\.{1,2}|.*\/[^[]*)\[([\w.,\s-]+)\]$/.exec(value) ?? [];
  if (list === undefined) return undefined;
  const rest = list.split(",").filter((extra) => !testExtra.test(extra.trim()));
  if (rest.length === list.split(",").length) return undefined;
  const program = literalWord(rest.length > 0 ? `${folder}[${rest.join(",")}]` : folder);
  return { words, test: value, program: [...words.slice(0, -1), program] };
}

function unitsOf(call: Call, programLists: ProgramLists): Unit[] {
  const { simple, at, manager } = call;
  if (/^R(script)?$/.test(simple.words[call.program]?.value ?? "")) return unitsOfR(simple);
  const isDev = flagsOf(call, /^(-D|--save-dev|--dev|--group|--only-dev)$/).length > 0 &&
    /npm|yarn|uv/.test(manager.program.source);
  const units = operands(simple, at, manager.valued).map((index) => {
    const word = simple.words[index];
    const own = unitWithExtras([word]);
    if (own) return own;
    const name = packageName(word.value ?? word.raw);
    return { words: [word], test: isDev || isForTests(name) ? name : undefined };
  });
  const files = simple.words.flatMap((word, index): Unit[] => {
    const value = simple.words[index + 1]?.value;
    if (index <= at || !/^(-r|-e|--requirements?|--editable)$/.test(word.raw)) return [];
    const own = unitWithExtras([word, simple.words[index + 1]]);
    if (own) return [own];
    const isTest = word.raw !== "-e" && value !== undefined && testFile.test(value);
    const included = isTest ? programLists(value).filter((list) => !testFile.test(list)) : [];
    const program = included.flatMap((list) => [word, literalWord(list)]);
    return [{
      words: [word, simple.words[index + 1]],
      test: isTest ? value : undefined,
      ...included.length > 0 && { program },
    }];
  });
  return [...units, ...files];
}

/** R is told what to install in its own language: all of it is for tests, or none. */
function unitsOfR({ words }: SimpleCommand): Unit[] {
  const code = words.map(({ value }) => value ?? "").join(" ");
  const called = /(?:install\w*(?:\.packages)?|packageVersion|pak)\s*\(\s*(?:c\s*\()?([^)]*)\)/g;
  const names = [...code.matchAll(called)].flatMap(([, list]) =>
    [...list.matchAll(/(?<!=\s*)["']([\w.]+)["']/g)].map(([, name]) => name)
  );
  const isTest = names.length > 0 && names.every(isForTests);
  return [{ words: [...words], test: isTest ? names.join(" ") : undefined }];
}

/** `pytest` of `pytest[x]==7.0`, `@a/b` of `@a/b@1.2`. */
function packageName(word: string): string {
  return (/^(@[^@]+|[^@=<>!~\[\s]+)/.exec(word)?.[0] ?? word).toLowerCase().replace(/_/g, "-");
}
