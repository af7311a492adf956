# Sourced by the scripts that prepare a machine: where things are, how to speak, how to install.
# shellcheck shell=bash disable=SC2034 # its variables are for those that source it

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.cache # all that the scripts download or make; git ignores it
read -r deno_version <"$root/.dvmrc"
deno=$cache/deno/$deno_version/deno
test_image=dk-test/debian:12 # the minimal Debian that tests/images makes

# say LINE...: on stderr, because stdout is kept for results.
say() { printf '%s\n' "$@" >&2; }

# die WHAT FIX...: what is missing or went wrong, then what to do about it, and exit 1.
die() {
  say "${0##*/}: $1"
  shift
  (($# == 0)) || say "$@"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

# absent_packages PACKAGE...: prints those that dpkg does not have installed.
absent_packages() {
  local package
  for package; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q ' installed$' ||
      printf '%s\n' "$package"
  done
}

# require_packages PACKAGE...: ends with the command that would help, unless they can be installed
# here. Installs nothing: it refreshes the package lists and lets apt rehearse.
require_packages() {
  local log command="apt-get update && apt-get install -y --no-install-recommends $*"
  have apt-get || die "these Debian packages are missing, and there is no apt-get here: $*"
  is_root || die "these Debian packages are missing, and installing them needs root: $*" \
    "Run as root: $command"
  log=$(apt-get update -qq 2>&1 && apt-get install -qq --simulate --no-install-recommends "$@" 2>&1) ||
    die "Debian's package sources do not offer: $*" "$log" \
      "Check the network and the apt sources; this must work: $command"
}

# install_packages PACKAGE...: quietly, and with apt's own words when it fails.
install_packages() {
  local log
  log=$(DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get install -y -qq \
    --no-install-recommends "$@" 2>&1 </dev/null) ||
    die "Debian packages could not be installed: $*" "$log"
}

# debian_mirror: the address of the machine's own Debian mirror, from whichever form of apt source
# names it. Other repositories among the sources do not count.
debian_mirror() {
  local mirror
  mirror=$(debian_mirror_known)
  if [ -z "$mirror" ] && is_root; then # apt knows the origin of a source once it has its lists
    apt-get update -qq >&2
    mirror=$(debian_mirror_known)
  fi
  [ -n "$mirror" ] || die "no Debian mirror is among this machine's apt sources" \
    "Run as root: apt-get update"
  printf '%s\n' "$mirror"
}

debian_mirror_known() {
  # shellcheck disable=SC2016 # apt expands it
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    'Component: main' | grep -v -e -security | head -n 1
}
