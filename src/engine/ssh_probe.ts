import { quote } from "../lib/shell_quote.ts";

/** What the far side said of its engines. */
export interface RemoteEngine {
  /** `denied` when a socket is there that the remote user may not open. */
  state: "ready" | "denied" | "absent";
  /** Path of the socket; empty when absent. */
  socketPath: string;
  /** Group that owns a denied socket, where it can be told. */
  group?: string;
  /** True when there is a docker CLI, which can connect where ssh may not forward. */
  hasDockerCli: boolean;
}

/**
 * Runs on the far side, in the one session that holds the connection open: looks for the engine's
 * socket, the one named as its argument or those that engines use, says what it found, and stays
 * until dk hangs up.
 */
const script = `cli=-
command -v docker >/dev/null 2>&1 && cli=docker
if [ -z "$1" ]; then
  uid=$(id -u)
  run=\${XDG_RUNTIME_DIR:-/run/user/$uid}
  own=
  case $DOCKER_HOST in unix://*) own=\${DOCKER_HOST#unix://} ;; esac
  set -- "$own" /var/run/docker.sock "$run/docker.sock" "/run/user/$uid/docker.sock" \
    "$HOME/.docker/run/docker.sock" "$run/podman/podman.sock" \
    "/run/user/$uid/podman/podman.sock" /run/podman/podman.sock
fi
state=absent
group=-
path=
for socket do
  [ -S "$socket" ] || continue
  if [ -w "$socket" ]; then state=ready; path=$socket; break; fi
  [ $state = absent ] || continue
  state=denied
  path=$socket
  group=$(stat -c %G "$socket" 2>/dev/null || echo -)
done
printf "\\ndk-probe %s %s %s %s\\n" $state $cli $group "$path"
exec cat >/dev/null`;

/** The command for the far side's login shell, whichever it is. */
export function probeCommand(socketPath = ""): string {
  return `sh -c ${quote(script)} dk ${quote(socketPath)}`;
}

/**
 * Finds the answer in what the far side has printed so far; a login script may have printed before
 * it. Undefined when it is not complete yet.
 */
export function parseProbe(output: string): RemoteEngine | undefined {
  const line = output.match(/^dk-probe (ready|denied|absent) (\S+) (\S+) (.*)\n/m);
  if (!line) return undefined;
  const [, state, cli, group, socketPath = ""] = line;
  return {
    state: state as RemoteEngine["state"],
    socketPath,
    group: group === "-" ? undefined : group,
    hasDockerCli: cli === "docker",
  };
}
