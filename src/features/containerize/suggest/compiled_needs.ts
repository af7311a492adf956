import { basename } from "../../../lib/path.ts";
import type { BaseFacts } from "./base_facts.ts";
import type { CompiledFindings } from "./findings.ts";
import { quoteWord } from "../shell_words.ts";
import { codePath } from "./code_path.ts";
import { type LanguageNeeds, noNeeds, type SuggestedCommand } from "./suggestions.ts";
import { needOfHeader } from "./system_packages.ts";

const builds = "/tmp/build";

/** How a project's C, C++ or Fortran part is built in a base image. */
export function compiledNeeds(
  findings: CompiledFindings,
  { programs }: BaseFacts,
  code: string,
): LanguageNeeds {
  const needs = noNeeds();
  const { file, kind, languages, headers } = findings;
  if (!programs.has("gcc") || !programs.has("make")) {
    needs.system.push({
      need: "compiler",
      reason: `${file} is ${kind === "sources" ? "compiled" : "built with a compiler"}`,
    });
  }
  if (languages.includes("fortran")) {
    needs.system.push({ need: "fortran", reason: "some sources are Fortran" });
  }
  const tool = { cmake: "cmake", meson: "meson", autoreconf: "autotools" }[kind as string];
  if (tool && !programs.has(tool)) needs.system.push({ need: tool, reason: `${file} needs it` });
  for (const { header, file, line } of headers) {
    const need = needOfHeader(header);
    if (need) needs.system.push({ need, reason: `${file} line ${line} includes ${header}` });
  }
  needs.install.push(buildCommand(findings, code));
  return needs;
}

function buildCommand(
  { file, kind, installs, ...rest }: CompiledFindings,
  code: string,
): SuggestedCommand {
  const folder = quoteWord(code);
  const reason = `${file} builds${installs ? " and installs" : ""} the program`;
  switch (kind) {
    case "make":
      return { command: `cd ${folder} && make${installs ? " && make install" : ""}`, reason };
    case "configure":
      return { command: `cd ${folder} && ./configure && make && make install`, reason };
    case "autoreconf":
      return {
        command: `cd ${folder} && autoreconf -i && ./configure && make && make install`,
        reason,
      };
    case "cmake": {
      const configure = `cmake -S ${folder} -B ${builds} -DCMAKE_BUILD_TYPE=Release`;
      const install = installs ? ` && cmake --install ${builds}` : "";
      return { command: `${configure} && cmake --build ${builds}${install}`, reason };
    }
    case "meson": {
      const setup = `meson setup ${builds} ${folder} && meson compile -C ${builds}`;
      return { command: installs ? `${setup} && meson install -C ${builds}` : setup, reason };
    }
    case "sources":
      return { command: compileCommand(rest, code), reason: "nothing says how it is built" };
  }
}

/** Every source that begins a program, with those that begin none. */
function compileCommand(
  { sources, mains, languages }: Pick<CompiledFindings, "sources" | "mains" | "languages">,
  code: string,
): string {
  const compiler = languages.includes("c++") ? "g++" : languages.includes("c") ? "gcc" : "gfortran";
  const parts = sources.filter((path) => !mains.includes(path));
  const programs = mains.length > 0 ? mains : parts.slice(0, 1);
  return programs.map((main) => {
    const target = `/usr/local/bin/${basename(main).replace(/\.\w+$/, "")}`;
    const files = [...new Set([main, ...parts])].map((path) => codePath(code, path));
    return `${compiler} -O2 -o ${quoteWord(target)} ${files.join(" ")} -lm`;
  }).join(" && ");
}
