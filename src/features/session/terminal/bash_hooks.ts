import { restore, startHooks } from "./shell_hooks.ts";

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
  return startHooks(folder, nonce, bashSettings(folder)) + String.raw`
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
