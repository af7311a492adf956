import { quoteWord } from "../shell_words.ts";
import type { PythonFindings } from "./findings.ts";
import { counted, type LanguageNeeds, type SuggestedCommand } from "./suggestions.ts";

/** Where uv puts the project's packages. Not where uv is: it removes all that its lock lacks. */
const uvEnvironment = "/opt/env";
/** The variable that tells uv so, as it is typed. */
export const uvSetting = `UV_PROJECT_ENVIRONMENT=${uvEnvironment}`;

/** How pip is called in a base image, and what it takes to have it. */
export interface PipPlace {
  /** Before the program's name: empty or a folder with a slash. */
  prefix: string;
  pip: string;
}

/** The commands of the tool whose lock the project has; undefined without a lock. */
export function lockCommands(
  { lock, project }: PythonFindings,
  { prefix, pip }: PipPlace,
  code: string,
  needs: LanguageNeeds,
): SuggestedCommand[] | undefined {
  const tool = (name: string) => ({
    command: `${prefix}${pip} install ${name}`,
    reason: `${lock} is ${name}'s`,
  });
  const count = counted(project?.dependencies.length ?? 0, "package");
  const reason = `${project?.file ?? lock} asks for ${count}, ${lock} for their versions`;
  const folder = quoteWord(code);
  switch (lock) {
    case "uv.lock": {
      needs.environment.push({
        name: "UV_PROJECT_ENVIRONMENT",
        value: uvEnvironment,
        reason: "uv's packages go there, not into the project",
      });
      needs.path.unshift({ folder: `${uvEnvironment}/bin`, reason: "uv's packages are found" });
      const sync = `${uvSetting} ${prefix}uv sync --locked --no-dev --no-install-project`;
      return [tool("uv"), { command: `cd ${folder} && ${sync}`, reason }];
    }
    case "poetry.lock": {
      // It installs into the environment that it is told of, else beside itself if it may.
      const place = prefix
        ? `VIRTUAL_ENV=${prefix.replace("/bin/", "")}`
        : "POETRY_VIRTUALENVS_CREATE=false";
      const command = `cd ${folder} && ${place} ${prefix}poetry install --only main --no-root`;
      return [tool("poetry"), { command, reason }];
    }
    case "Pipfile.lock": {
      const list = "/tmp/requirements.txt";
      const lines = `cd ${folder} && ${prefix}pipenv requirements >${list}`;
      return [tool("pipenv"), {
        command: `${lines} && ${prefix}${pip} install -r ${list}`,
        reason,
      }];
    }
  }
}
