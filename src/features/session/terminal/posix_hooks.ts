import { restore, startHooks } from "./shell_hooks.ts";

/**
 * What any other POSIX shell runs, as an interactive script: each of its lines reads one command
 * from the terminal, runs it and adds the line that comes next. An error that throws an
 * interactive shell back to its top level then leads to that next line. The report comes at the start
 * of the next turn, after the prompt.
 */
export function posixHooks(folder: string, nonce: string): { rc: string; turn: string } {
  const rc = startHooks(folder, nonce, "") + String.raw`
IFS= read -r __dk_part <"$__dk_dir/at"
cd -- "$__dk_part"
unset OLDPWD
__dk_nl='
'
__dk_text=
__dk_said() { :; }
__dk_arm() { :; }
__dk_tell() {
  [ ! -p "$__dk_dir/say" ] || (trap '' INT; __dk_report "$@")
}
__dk_again() { return "$__dk_exit"; }
__dk_turn() {
  command printf '. %s/turn\n' "$__dk_dir" >>"$__dk_dir/sh"
  __dk_number=$((__dk_number + 1))
  if [ "$__dk_number" = 1 ]; then
    __dk_tell 1 "$__dk_exit" started
  elif [ -n "$__dk_text" ]; then
    __dk_tell "$__dk_number" "$__dk_exit" command "$__dk_text"
  else
    __dk_say "$__dk_number" prompt
  fi
  __dk_text=
}
__dk_leave() {
  __dk_exit=$?
  [ -n "$__dk_text" ] && __dk_tell "$((__dk_number + 1))" "$__dk_exit" leave "$__dk_text"
}
__dk_check() {
  command printf '{\n:\n%s%s}\n' "$__dk_text" "$1" | /bin/sh -n 2>&1
}
__dk_read() {
  while :; do
    if ! IFS= read -r __dk_part; then
      [ -z "$__dk_text$__dk_part" ] && command printf '\n' >/dev/tty && exit "$__dk_exit"
      __dk_text=$__dk_text$__dk_part
      return
    fi
    __dk_text=$__dk_text$__dk_part$__dk_nl
    case $__dk_text in *[![:space:]]*) ;; *) __dk_text= && return ;; esac
    __dk_error=$(__dk_check '') && return
    [ "$__dk_error" = "$(__dk_check "$__dk_nl$__dk_nl")" ] && return
    eval "command printf '%s' \"$PS2\"" >/dev/tty
  done
}
trap '{ __dk_leave; } 2>/dev/null' EXIT
` + restore;
  const turn = String.raw`{ __dk_exit=$?; __dk_turn; } 2>/dev/null
{ __dk_read; } 2>/dev/null
case $-$__dk_exit in *e*|*[!0-9]0) ;; *) __dk_again ;; esac
eval "$__dk_text"
`;
  return { rc, turn };
}
