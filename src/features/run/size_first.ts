import type { ContainerSpec } from "../../engine/containers/spec.ts";
import type { ImageConfig } from "../../engine/images/inspect.ts";
import { compareVersions } from "../../engine/negotiate.ts";
import type { EngineIdentity } from "../../engine/transport.ts";

/**
 * Engines below API 1.42 start a program on a terminal without a size, and take the size only of
 * a running program: one that asks at once reads `0 0`, every time (so with docker's client). There the
 * program is started by the image's own shell, which waits for the size and then becomes the program.
 */

/** True where a terminal's first size must be waited for inside the container. */
export function needsSizeFirst({ apiVersion, isPodman, os }: EngineIdentity): boolean {
  return !isPodman && os === "linux" && compareVersions(apiVersion, "1.42") < 0;
}

/** The shell that waits; an image without it runs its program directly. */
export const waitingShell = "/bin/sh";

/** Variables that shells set on their own and that the program would not have otherwise. */
const shellVariables = ["PWD", "OLDPWD", "SHLVL"];

/**
 * The command line that waits for a size, a second at most, and becomes the command whose words
 * follow it. Where the image has no `stty` it does not wait.
 *
 * @param env the variables given for the container, which stay as they are
 */
export function sizeFirst(env: readonly string[] = []): string[] {
  const given = new Set(env.map((entry) => entry.split("=", 1)[0]));
  const own = ["dk_n", ...shellVariables].filter((name) => !given.has(name));
  const script = `dk_n=0
while [ $dk_n -lt 100 ] && [ "$(stty size 2>/dev/null)" = '0 0' ]; do
dk_n=$((dk_n+1)); sleep 0.01 2>/dev/null
done
unset ${own.join(" ")}
exec "$@"`;
  return [waitingShell, "-c", script, "sh"];
}

/**
 * What a container would run, entry point and command in one: by the engine's own rules for
 * those of the image and those that replace them.
 */
export function commandLine(
  spec: Pick<ContainerSpec, "Entrypoint" | "Cmd">,
  image: Pick<ImageConfig, "Entrypoint" | "Cmd">,
): string[] {
  const entrypoint = (spec.Entrypoint ?? image.Entrypoint ?? []).filter((word, index) =>
    index > 0 || word !== ""
  );
  const command = spec.Cmd ?? (spec.Entrypoint ? [] : image.Cmd ?? []);
  return [...entrypoint, ...command];
}
