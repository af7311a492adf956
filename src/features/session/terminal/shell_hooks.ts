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
function start(folder: string, nonce: string, ownSettings: string): string {
  return `${ownSettings}
__dk_dir=${folder}
__dk_nonce=${nonce}
__dk_number=0
__dk_none=
${shared}`;
}

/** Read last: what an earlier shell of the session was like. */
const restore = String.raw`
{ [ -f "$__dk_dir/restore" ] && . "$__dk_dir/restore"; } 2>/dev/null
`;

/** What bash has from the shell before it, where it takes its place, and its user's settings. */
function bashSettings(folder: string): string {
  return `{ [ -f ${folder}/inherit ] && . ${folder}/inherit; } 2>/dev/null
if [ -f ${folder}/login ]; then
  [ -f /etc/profile ] && . /etc/profile
  for __dk_part in ~/.bash_profile ~/.bash_login ~/.profile; do
    [ -f "$__dk_part" ] && . "$__dk_part" && break
  done
else
  [ -f ~/.bashrc ] && . ~/.bashrc
fi`;
}

/**
 * What bash reads at its start in place of `~/.bashrc`. PS0 is expanded between reading a command and
 * running it: it notes the command's number in the history, and reports the command before where
 * several stand in one line edited as a whole (a bracketed paste). PROMPT_COMMAND reports the last.
 * bash before 4.4 has no PS0 and tells each prompt. PS2 counts the further lines that a command took:
 * the history does not tell them, as it joins lines that end in a backslash. Where the user has given
 * PROMPT_COMMAND another value, PS0 tells of each command when the next one was read. PS0 also tells of a
 * new shell that is about to take the place of this one without its hooks: dk starts that one. Where
 * that may happen further on in a line (`conda init && exec bash`), it has somebody watch for it.
 */
export function bashHooks(folder: string, nonce: string): string {
  return start(folder, nonce, bashSettings(folder)) + String.raw`
__dk_settings() {
  shopt -s cmdhist lithist
  set -o history
  HISTCONTROL= HISTIGNORE=
  ((${"$"}{HISTSIZE:-0} < 500)) && HISTSIZE=500
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    PS0='${"$"}{__dk_ran:+$({ __dk_between; } 2>/dev/null)}$({ __dk_before \!; } 2>/dev/null)${"$"}{__dk_none[__dk_more=__dk_ran?0:__dk_more,__dk_ran=\!,0]-}'
  fi
  case ${"$"}{PS2-} in
    *__dk_more*) ;;
    *) PS2='${"$"}{__dk_none[__dk_more=__dk_more+1,0]-}'${"$"}{PS2-} ;;
  esac
}
__dk_said() {
  case $__dk_kind in
    command | between | leave | exec) HISTTIMEFORMAT= builtin history 64 ;;
  esac
}
__dk_tell() {
  [ ! -p "$__dk_dir/say" ] || (trap '' INT; __dk_report "$@")
}
__dk_between() {
  local __dk_exit=$? __dk_next=0
  case ${"$"}{PROMPT_COMMAND-} in *__dk_prompt*) ;; *) __dk_next=1 ;; esac
  __dk_tell "b$__dk_ran" "$__dk_exit" between "$__dk_ran" "$__dk_more" $__dk_next
}
__dk_before() {
  local __dk_exec __dk_shell __dk_flags
  HISTTIMEFORMAT= builtin history 1 >"$__dk_dir/entry"
  read -r __dk_rest __dk_exec __dk_shell __dk_flags <"$__dk_dir/entry"
  if [ "$__dk_exec" != exec ]; then
    [[ $(<"$__dk_dir/entry") =~ [[:space:]\;\&\|\(\{]exec[[:space:]] ]] || return
    : >"$__dk_dir/watch"
    __dk_watch "$1" >/dev/null &
    return
  fi
  [ "$__dk_shell" != -l ] || read -r __dk_shell __dk_flags <<<"$__dk_flags -l"
  case $__dk_shell in '$SHELL' | '"$SHELL"' | '${"$"}{SHELL}') __dk_shell=$SHELL ;; esac
  case ${"$"}{__dk_shell##*/} in bash) ;; *) return ;; esac
  [[ $__dk_flags =~ ^((-i|-l|-il|-li|--login)\ *)*$ ]] || return
  case $__dk_flags in *l*) __dk_flags=login ;; *) __dk_flags= ;; esac
  __dk_tell "e$1" 0 exec "$1" 0 0 "$__dk_flags"
}
__dk_watch() {
  local __dk_args __dk_flags __dk_entry
  while __dk_args=$(command -p tr '\0' ' ' <"/proc/$$/cmdline"); do
    [ -f "$__dk_dir/watch" ] || return
    # It is empty while the other shell takes this one's place.
    case $__dk_args in '' | *"$__dk_dir/rc "*) command -p sleep 0.1 || return ;; *) break ;; esac
  done
  [[ $__dk_args =~ ^(-|[^ ]*/)?bash\ ((-i|-l|-il|-li|--login)\ )*$ ]] || return
  case $__dk_args in -* | *\ -*l*) __dk_flags=login ;; *) __dk_flags= ;; esac
  for __dk_entry in $(compgen -e); do unset "$__dk_entry"; done
  while IFS= read -r -d '' __dk_entry; do export "$__dk_entry"; done <"/proc/$$/environ"
  while read -r __dk_entry __dk_args; do
    [ "$__dk_entry" != Umask: ] || umask "$__dk_args"
  done <"/proc/$$/status"
  cd "$(command -p readlink "/proc/$$/cwd")"
  __dk_tell "w$1" 0 exec "$1" 0 0 "$__dk_flags" late
}
__dk_prompt() {
  local __dk_exit=$?
  __dk_number=$((__dk_number + 1))
  [ ! -f "$__dk_dir/watch" ] || command -p rm -f "$__dk_dir/watch"
  if [ -n "$__dk_ran" ]; then
    __dk_tell "$__dk_number" "$__dk_exit" command "$__dk_ran" "$__dk_more"
  elif [ -z "${"$"}{PS0-}" ]; then
    __dk_tell "$__dk_number" "$__dk_exit" command '' "$__dk_more"
  elif ((__dk_number > 1)); then
    __dk_say "$__dk_number" prompt
  fi
  __dk_ran= __dk_more=0
  if ((__dk_number == 1)); then
    [ -f "$__dk_dir/history" ] && . "$__dk_dir/history"
    __dk_tell 1 "$__dk_exit" started
  fi
  __dk_settings
  return "$__dk_exit"
}
__dk_leave() {
  local __dk_exit=$?
  [ -n "$__dk_ran" ] &&
    __dk_tell "$((__dk_number + 1))" "$__dk_exit" leave "$__dk_ran" "$__dk_more"
  return "$__dk_exit"
}
__dk_ran= __dk_more=0
unset HISTFILE
__dk_settings
__dk_arm() {
  case ${"$"}{PROMPT_COMMAND-} in
    *__dk_prompt*) ;;
    *) PROMPT_COMMAND="{ __dk_prompt; } 2>/dev/null${"$"}{PROMPT_COMMAND:+; $PROMPT_COMMAND}" ;;
  esac
}
__dk_arm
trap '{ __dk_leave; } 2>/dev/null' EXIT
` + restore;
}

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
  return start(folder, nonce, own) + String.raw`
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

/**
 * What any other POSIX shell runs, as an interactive script: each of its lines reads one command
 * from the terminal, runs it and adds the line that comes next. An error that throws an
 * interactive shell back to its top level then leads to that next line. The report comes at the start
 * of the next turn, after the prompt.
 */
export function posixHooks(folder: string, nonce: string): { rc: string; turn: string } {
  const rc = start(folder, nonce, "") + String.raw`
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
