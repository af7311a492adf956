import { stateReport } from "../state_report.ts";

/**
 * What the hooks of all shells share. Reports and short notes go into the FIFO `say`; answers come as
 * lines in the FIFO `hear`: `NUMBER VERB [VALUE]`. A line of text stands between `=`, as `read` takes
 * the space around a value away. A reader skips answers to hooks that ^C has ended.
 * The number of a report is that of its process too, as a subshell counts for itself.
 *
 * `look` reads back what was typed ahead: dk sends a mark through the terminal, and all that comes
 * before it was not read by anybody.
 */
const shared = String.raw`
__dk_report() {
  __dk_flags=$-
  set +eux
  IFS=' ' read -r __dk_pid __dk_rest </proc/self/stat
  __dk_id=$1.$__dk_pid
  {
    command printf '%s\0%s\0%s\0%s\0' "$__dk_nonce" "$2" "$__dk_id" "$3"
    __dk_kind=$3
    shift 3
    command printf '=%s\0' "$#" "$@"
    command printf '='
    __dk_said
    command printf '\0'
    ${stateReport}
    command printf '\0'
  } >"$__dk_dir/say"
  __dk_hear "$__dk_id"
}
__dk_say() {
  [ ! -p "$__dk_dir/say" ] ||
    command printf '%s\0%s\0%s\0%s\0\0' "$__dk_nonce" 0 "$1" "$2" >"$__dk_dir/say"
}
__dk_hear() {
  [ -p "$__dk_dir/hear" ] || return 0
  while IFS=' ' read -r __dk_to __dk_verb __dk_value; do
    [ "$__dk_to" = "$1" ] || continue
    case $__dk_verb in
      go) return "${"$"}{__dk_value:-0}" ;;
      mark) command printf '%s' "$__dk_value" >/dev/tty ;;
      text) __dk_value=${"$"}{__dk_value#=} && command printf '%s\n' "${"$"}{__dk_value%=}" ;;
      look) __dk_look "$1" "$__dk_value" ;;
    esac
  done <"$__dk_dir/hear"
}
__dk_look() {
  __dk_modes=$(command -p stty -g </dev/tty)
  command -p stty -icanon -echo -icrnl -isig -ixon min 1 time 0 </dev/tty
  __dk_say "$1" ready
  {
    command printf '%s\0%s\0%s\0%s\0=' "$__dk_nonce" 0 "$1" ahead
    while IFS= read -r __dk_part; do
      command printf '%s\n' "$__dk_part"
      case $__dk_part in *"$2"*) break ;; esac
    done </dev/tty
    command printf '\0\0'
  } >"$__dk_dir/say"
  command -p stty "$__dk_modes" </dev/tty
}
dk() {
  __dk_arm
  __dk_number=$((__dk_number + 1))
  __dk_word=piped
  [ -t 1 ] && __dk_word=word
  [ ! -p "$__dk_dir/say" ] || (trap '' INT; __dk_report "$__dk_number" 0 "$__dk_word" "$@") 2>/dev/null
}
`;

/** The hooks' own variables, the user's settings of the shell by `ownSettings`, and the functions. */
export function startHooks(folder: string, nonce: string, ownSettings: string): string {
  return `${ownSettings}
__dk_dir=${folder}
__dk_nonce=${nonce}
__dk_number=0
__dk_none=
${shared}`;
}

/** Read last: what an earlier shell of the session was like. */
export const restore = String.raw`
{ [ -f "$__dk_dir/restore" ] && . "$__dk_dir/restore"; } 2>/dev/null
`;
