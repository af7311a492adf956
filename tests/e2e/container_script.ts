import { createContainer } from "../../src/engine/containers/create.ts";
import { removeContainer, startContainer } from "../../src/engine/containers/lifecycle.ts";
import { containerLogs } from "../../src/engine/containers/logs.ts";
import type { HostConfig } from "../../src/engine/containers/spec.ts";
import { waitContainer } from "../../src/engine/containers/wait.ts";
import { copyBody } from "../../src/engine/output.ts";
import type { Engine } from "../../src/engine/transport.ts";

/** What to run, and in which container. */
export interface ContainerScript {
  image: string;
  /** Run by `sh -c`. */
  script: string;
  /** User or uid; root when left out. */
  user?: string;
  host?: HostConfig;
}

/** How a script ended and what it printed. */
export interface ScriptResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a shell script in a new container without network and removes the container. */
export async function runScript(engine: Engine, run: ContainerScript): Promise<ScriptResult> {
  const { id } = await createContainer(engine, {
    Image: run.image,
    Cmd: ["sh", "-c", run.script],
    Entrypoint: [],
    User: run.user,
    Labels: { "dk.test": "container-script" },
    HostConfig: { NetworkMode: "none", ...run.host },
  });
  try {
    await using ended = await waitContainer(engine, id);
    await startContainer(engine, id);
    const exitCode = await ended.status();
    const printed = { stdout: "", stderr: "" };
    const sink = (name: "stdout" | "stderr") => {
      const decoder = new TextDecoder();
      return (bytes: Uint8Array) => {
        printed[name] += decoder.decode(bytes, { stream: true });
        return Promise.resolve();
      };
    };
    const log = await containerLogs(engine, id);
    await copyBody(log, { stdout: sink("stdout"), stderr: sink("stderr") }, { tty: false });
    return { exitCode, ...printed };
  } finally {
    await removeContainer(engine, id, { force: true, volumes: true });
  }
}
