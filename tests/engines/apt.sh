# Sourced by the scripts of the tests that fetch from the Debian mirror: apt with a configuration and
# folders of its own, so that nothing of the machine's is read or changed.
# shellcheck shell=bash disable=SC2034 # its variable is for those that source it

# private_apt FOLDER MIRROR SUITE TARGET: sets the options of an apt that keeps everything in FOLDER and
# asks for these lists (`Packages`) of the suite; for none but its Release file where there is no such target.
private_apt() {
  mkdir -p "$1/lists/partial" "$1/archives/partial"
  printf 'deb [target=%s signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
    "$4" "$2" "$3" >"$1/sources.list"
  apt_options=(
    -o Dir::Etc::SourceList="$1/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
    -o Dir::State::Lists="$1/lists" -o Dir::Cache="$1" -o Dir::State::status=/dev/null
    -o APT::Sandbox::User="$(id -un)" # apt's own user may not enter the checkout
    -o Acquire::Languages=none
    -o Acquire::Check-Valid-Until=false # a mirror may be a frozen one; signatures are checked all the same
  )
}
