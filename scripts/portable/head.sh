#!/bin/sh
# dk @VERSION@: one file that holds a program and the runtime it needs.
#
# The first start unpacks both into a private folder; every later start checks that folder and
# runs what is in it. On that way no process is forked: a fork costs as much time as all the
# checks, which are therefore built-in commands of the shell. Behind this script follows a
# compressed tar.
#
# Beyond POSIX it needs of `test` what every shell on Linux has: -O, -k, -nt, -ot, -ef.
# shellcheck disable=SC2030,SC2031,SC2154,SC2181,SC3013,SC3057

dk_key=@KEY@
dk_tried=
# The files of every program. Commands that are asked often have one of their own, which loads sooner.
@PROGRAMS@
dk_program=dk
dk_files=$dk_files_dk
dk_flags=
case ${1-} in
  @QUICK@)
    dk_program=$1
    eval "dk_files=\$dk_files_$1"
    ;;
  # The first file prints it. To open the cache of compiled code takes longer than to compile that.
  --version | -v) dk_files=dk.mjs dk_flags=--no-code-cache ;;
esac

# dk_ready HOME: true when the program's files there are whole, untouched and ours. The tar gives them all the
# same old modification time, `mark` and `seal` one a day later: a file that was written to, cut short
# or put in its place later is not older than `mark` any more, one that is missing never is. A single
# question a file, for there are dozens of them; the folder is ours alone.
dk_ready() {
  [ -O "$1" ] && [ ! -L "$1" ] && [ -x "$1/deno" ] && [ -s "$1/mark" ] || return 1
  [ ! "$1/mark" -nt "$1/seal" ] && [ ! "$1/seal" -nt "$1/mark" ] || return 1
  for dk_file in deno $dk_files; do
    [ "$1/$dk_file" -ot "$1/mark" ] || return 1
  done
}

# dk_own FOLDER: makes it, ours alone; its parent too where that is missing.
dk_own() {
  [ -d "$1" ] || mkdir -p "$1" || return 1
  if [ -L "$1" ] || [ ! -O "$1" ]; then
    echo "$1 belongs to someone else"
    return 1
  fi
  chmod 700 "$1"
}

# dk_payload: the tar, as far as this file is whole.
dk_payload() {
  tail -c +@OFFSET@ <"$0" | gzip -dc
}

# dk_extract FOLDER: the files of the payload, proven to be whole and to run from there. Fails with
# 3 when the payload is damaged, which no other folder helps.
dk_extract() {
  if ! dk_payload | tar -xof - -C "$1" || [ ! -s "$1/mark" ]; then
    dk_payload >/dev/null 2>&1 || return 3
    return 1
  fi
  # On the disk before they get their names: after a power cut no name stands for half a file.
  sync "$1"/* || :
  if [ ! -x "$1/deno" ] || ! "$1/deno" --version >"$1/version"; then
    echo 'the program does not run from there'
    return 1
  fi
}

# dk_unpack CACHE: unpacks into CACHE/KEY. Files are made aside and renamed into place, the mark
# last: two that do this at the same time put the same bytes in the same place.
dk_unpack() (
  umask 077
  PATH=${PATH:+$PATH:}/usr/bin:/bin
  LC_ALL=C
  export PATH LC_ALL
  dk_home=$1/$dk_key
  dk_new=
  trap '[ -z "$dk_new" ] || rm -rf "$dk_new"; rmdir "$dk_home" "$1" 2>/dev/null' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  dk_own "$1" && dk_own "$dk_home" && dk_new=$(mktemp -d "$dk_home/new.XXXXXX") &&
    dk_extract "$dk_new" || exit
  for dk_file in "$dk_new"/deno "$dk_new"/*.mjs "$dk_new"/seal "$dk_new"/mark; do
    dk_place=$dk_home/${dk_file##*/}
    if [ -d "$dk_place" ]; then rm -rf "$dk_place" || exit 1; fi
    mv -f "$dk_file" "$dk_place" || exit 1
  done
  dk_own "$dk_home/state" || exit 1
  # What other versions have left for a month, and whoever was killed while unpacking for a day.
  find "$1" -mindepth 1 -maxdepth 1 -type d -mtime +30 ! -name "$dk_key" -exec rm -rf {} + || :
  find "$dk_home" -maxdepth 1 -name 'new.*' -mtime +0 -exec rm -rf {} + || :
)

# dk_try CACHE ARGUMENT...: becomes dk, unpacked in CACHE; returns when that cannot be done.
dk_try() {
  dk_cache=$1
  dk_home=$1/$dk_key
  shift
  dk_ready "$dk_home" || {
    dk_why=$(dk_unpack "$dk_cache" 2>&1 </dev/null)
    [ $? -ne 3 ] || dk_fail "$0 is damaged" 'the program in it cannot be unpacked' 'Get it again'
    dk_ready "$dk_home"
  } || {
    dk_note "$dk_cache" "${dk_why:-its files keep changing}"
    return
  }
  dk_start "$@"
}

# dk_note FOLDER WHY: remembers why it was not used (of what programs said, the last line that
# tells something).
dk_note() {
  set -- "$1" "${2%
tar: Exiting*}"
  dk_tried="$dk_tried
  $1: ${2##*
}"
}

# dk_start ARGUMENT...: becomes the program in $dk_home. Variables that would change what the
# runtime does are put aside under another name, and dk takes them from there; the runtime gets a
# home without settings of other programs (.npmrc).
dk_start() {
  for dk_name in HOME @HIDDEN@; do
    eval "dk_value=\${$dk_name-}; [ \"\${$dk_name+set}\" ]" || continue
    export "DK_KEPT_$dk_name=$dk_value"
    unset "$dk_name"
  done
  DK_ARGV0=${0##*/}
  DENO_DIR=$dk_home/state
  HOME=$dk_home
  DENO_DISABLE_NODE_SHIM=1
  DENO_NO_UPDATE_CHECK=1
  DENO_NO_PACKAGE_JSON=1
  DENO_TLS_CA_STORE=mozilla
  for dk_file in "${SSL_CERT_FILE-}" "${SSL_CERT_DIR-}" @CERTIFICATES@; do
    if [ -e "$dk_file" ]; then
      DENO_TLS_CA_STORE=system
      break
    fi
  done
  # Logs of its databases, which dk is to fold: the runtime reads them whole at every start.
  DK_GROWN_CACHE=
  for dk_file in "$DENO_DIR"/*-wal; do
    [ ! -s "$dk_file" ] || DK_GROWN_CACHE=$DENO_DIR
  done
  export DK_ARGV0 DK_GROWN_CACHE HOME DENO_DIR DENO_DISABLE_NODE_SHIM DENO_NO_UPDATE_CHECK \
    DENO_NO_PACKAGE_JSON DENO_TLS_CA_STORE
  # shellcheck disable=SC2086
  exec "$dk_home/deno" run @FLAGS@ $dk_flags "$dk_home/$dk_program.mjs" "$@"
}

dk_fail() {
  printf 'dk: %s\nWhy: %s\nNext: %s\n' "$@" >&2
  exit 1
}

[ . -ef "${PWD:-/}" ] || [ "$(pwd -P 2>/dev/null)" ] ||
  dk_fail 'The working directory is gone' 'it was removed or renamed while you were in it' \
    'Change to a directory that exists'

case ${XDG_CACHE_HOME-} in
  /*) dk_try "$XDG_CACHE_HOME/dk" "$@" ;;
esac
case ${HOME-} in
  /*) if [ -O "$HOME" ]; then
    dk_try "$HOME/.cache/dk" "$@"
  else
    dk_note "$HOME/.cache/dk" "$HOME is not a directory of yours"
  fi ;;
esac
dk_uid=$(PATH=${PATH:+$PATH:}/usr/bin:/bin && id -u)
for dk_temp in "${TMPDIR-}" /var/tmp /tmp; do
  case $dk_temp in
    /*) if [ ! -d "$dk_temp" ]; then
      dk_note "$dk_temp" 'there is no such directory'
    elif [ -k "$dk_temp" ] || [ -O "$dk_temp" ]; then
      dk_try "$dk_temp/dk-$dk_uid" "$@"
    else
      dk_note "$dk_temp" 'others may replace what is in it (no sticky bit)'
    fi ;;
  esac
done
dk_fail 'No place to unpack the program' "tried$dk_tried" \
  'Set XDG_CACHE_HOME to a directory where you may write and run programs, with @SPACE@ MB free'
