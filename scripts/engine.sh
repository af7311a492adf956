# Sourced after ground.sh: finds an engine that answers, or starts one of its own.
# shellcheck shell=bash disable=SC2154 # root and cache come from ground.sh

engine_log=$cache/dockerd.log

# answers ADDRESS: whether an engine answers there within five seconds. An ssh address is taken at
# its word: dk reports by itself what is wrong with it.
answers() {
  case $1 in
    unix://*) [ "$(curl -s -m 5 --unix-socket "${1#unix://}" http://engine/_ping)" = OK ] ;;
    tcp://*) [ -n "${DOCKER_TLS_VERIFY:-}" ] || [ "$(curl -s -m 5 "http://${1#tcp://}/_ping")" = OK ] ;;
    *) true ;;
  esac
}

# engine_address: prints where an engine answers: what DOCKER_HOST names and nothing else when it
# is set, else the first usual socket that does. Prints nothing when none does.
engine_address() {
  local address
  if [ -n "${DOCKER_HOST:-}" ]; then
    set -- "$DOCKER_HOST"
  else
    set -- unix:///var/run/docker.sock
    [ -z "${XDG_RUNTIME_DIR:-}" ] ||
      set -- "$@" "unix://$XDG_RUNTIME_DIR/docker.sock" "unix://$XDG_RUNTIME_DIR/podman/podman.sock"
    set -- "$@" unix:///run/podman/podman.sock
  fi
  for address; do
    if answers "$address"; then
      printf '%s\n' "$address"
      return
    fi
  done
}

# require_engine_or_root: ends with what would help when no engine answers and none can be started.
require_engine_or_root() {
  [ -z "$(engine_address)" ] || return 0
  [ -z "${DOCKER_HOST:-}" ] || die "no engine answers at DOCKER_HOST=$DOCKER_HOST" \
    "Start it, or unset DOCKER_HOST to have one found or started here"
  is_root && return
  if [ -S /var/run/docker.sock ] && ! [ -w /var/run/docker.sock ]; then
    die "you may not use the engine at /var/run/docker.sock" \
      "Run as root: usermod -aG docker $(id -un)    (then log in again), or run this script as root"
  fi
  die "no engine answers, and installing or starting one needs root" \
    "Run as root: apt-get install -y docker.io && service docker start    (or this script as root)"
}

# start_engine: a dockerd on the default socket, left running; says how to stop it.
start_engine() {
  local pid tries=0 address=unix:///var/run/docker.sock stop
  if [ -d /run/systemd/system ]; then
    systemctl start docker || die "systemctl start docker failed" "See: journalctl -u docker"
    stop="systemctl stop docker.socket docker"
  else
    mkdir -p "$cache"
    setsid dockerd >"$engine_log" 2>&1 </dev/null &
    pid=$!
    stop="kill $pid"
  fi
  until answers "$address"; do
    tries=$((tries + 1))
    if ((tries > 300)) || { [ -n "${pid:-}" ] && ! kill -0 "$pid" 2>/dev/null; }; then
      [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true
      die "dockerd did not come up" "$(tail -n 5 "$engine_log" 2>/dev/null)"
    fi
    sleep 0.2
  done
  say "Started dockerd; it stays up for the next run. To stop it: $stop"
}
