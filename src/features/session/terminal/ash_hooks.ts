import { restore, startHooks } from "./shell_hooks.ts";

/**
 * What busybox ash reads at its start through ENV. It has no hook but its prompts, whose expansion
 * sees the shell as it is. The history tells what was typed, line by line, but not a line that
 * repeats the one before or is empty: so each prompt tells the last line, and dk what
 * keys it has sent. `_` is overwritten to see whether a command ran.
 */
export function ashHooks(folder: string, nonce: string): string {
  const own = `if [ -f ${folder}/env ]; then
  read -r ENV <${folder}/env
  [ -f "$ENV" ] && . "$ENV"
else
  unset ENV
fi`;
  return startHooks(folder, nonce, own) + String.raw`
__dk_line() {
  { history | command -p tail -n 1; } >>"$__dk_dir/lines" 2>/dev/null
}
__dk_said() {
  [ ! -f "$__dk_dir/lines" ] || while IFS= read -r __dk_part; do
    command printf '%s\n' "$__dk_part"
  done <"$__dk_dir/lines"
  command printf '\n'
  history
}
__dk_prompt() {
  __dk_exit=$? __dk_last=$_
  [ ! -p "$__dk_dir/say" ] || {
    __dk_kind=command
    [ "$__dk_number" = 1 ] && __dk_kind=started
    __dk_report "$__dk_number" "$__dk_exit" "${"$"}{1-$__dk_kind}" "$__dk_last"
    [ ! -f "$__dk_dir/lines" ] || command -p rm -f "$__dk_dir/lines"
  } 2>/dev/null
  return "$__dk_exit"
}
__dk_arm() {
  case $PS1 in *__dk_prompt*) ;; *) PS1=$__dk_hook$PS1 ;; esac
}
HISTFILE=$__dk_dir/history
__dk_hook='${"$"}{__dk_none#$((__dk_number=__dk_number+1))}$({ __dk_prompt; } 2>/dev/null)${"$"}{__dk_none#$((_=770077))}'
__dk_arm
PS2='$(__dk_line)'"$PS2"
trap '(__dk_prompt leave)' EXIT
` + restore;
}
