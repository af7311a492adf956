import { stateReport } from "./state_report.ts";
import { stepUmask } from "./step_umask.ts";

/**
 * The shell program that runs a session's steps in one shell of the container, bash where there
 * is one, so that directory, variables, functions and options live from step to step.
 *
 * Requests come on stdin: a line `VERB NONCE`, text, a line that is the nonce. Replies go to
 * stdout: the nonce and the reply's fields, each ended by a zero byte, and one more zero byte.
 * Steps never see those two: their stdin is /dev/null, their output goes to stderr, and the
 * descriptors of the protocol are closed while they run. `sync` writes its nonce to stderr; as
 * the nonce was made after the step had ended, no output can be mistaken for it.
 *
 * `command eval` and not `eval`: an error in a special built-in would end dash. The driver's own
 * lines stand in groups without stderr, to keep them out of what `set -x` prints.
 */
const driver = String.raw`
exec 6>&2 7<&0 8>&1 </dev/null >&2
__dk_nl='
'
__dk_syntax=
[ "$__dk_shell" = /bin/bash ] && __dk_syntax='-O extglob'
while { IFS=' ' read -r __dk_verb __dk_nonce <&7; } 2>/dev/null; do
  {
    __dk_text=
    __dk_exit=0
    while IFS= read -r __dk_line <&7 && [ "$__dk_line" != "$__dk_nonce" ]; do
      __dk_text=$__dk_text$__dk_line$__dk_nl
    done
  } 2>/dev/null
  if { [ "$__dk_verb" = run ]; } 2>/dev/null; then
    command eval "$__dk_text" 6>&- 7<&- 8>&-
    { __dk_exit=$?; } 2>/dev/null
  fi
  {
    command printf '%s\0%s\0' "$__dk_nonce" "$__dk_exit" >&8
    case $__dk_verb in
      run)
        __dk_flags=$-
        (
          ${stateReport}
        ) >&8
        ;;
      split)
        (
          __dk_lines=0
          __dk_part=
          command printf '%s' "$__dk_text" | while IFS= read -r __dk_line; do
            __dk_lines=$((__dk_lines + 1))
            __dk_part=$__dk_part$__dk_line$__dk_nl
            if command printf '{\n:\n%s}\n' "$__dk_part" | "$__dk_shell" $__dk_syntax -n; then
              command printf '%s\0' "$__dk_lines" >&8
              __dk_part=
            fi
          done
        )
        ;;
      explain)
        command printf ':%s\0' "$(command printf '%s' "$__dk_text" | "$__dk_shell" $__dk_syntax -n 2>&1)" >&8
        ;;
      list)
        __dk_format='%y %m %U:%G %s %C@ %T@ %A@ %i %p\0'
        __dk_since=${"$"}{__dk_text%"$__dk_nl"}
        if command -p find / -maxdepth 0 -newerct @0 -printf ''; then
          command printf '=%s %s\0' "$(command -p date +%s.%N)" "$(command -p cat /proc/uptime)" >&8
          if [ -z "$__dk_since" ]; then
            command -p find / -xdev -printf "$__dk_format" >&8
          else
            command -p find / -xdev '(' -path / -o -newerct "@$__dk_since" \
              -o '!' -type d -newerat "@$__dk_since" ')' \
              -printf "$__dk_format" -type d -newerct "@$__dk_since" -exec sh -c \
              'command -p find "$@" -xdev -mindepth 1 -maxdepth 1 -printf ">%y %i %p\0"' dk '{}' + >&8
          fi
        else
          command printf '=\0' >&8
          command -p find / -xdev -exec stat -c '- %f %u:%g %s %Z %Y %X %i %n' '{}' + |
            command -p tr '\n' '\0' >&8
        fi
        ;;
      about)
        __dk_isbash=no
        [ /bin/sh -ef /bin/bash ] && __dk_isbash=yes
        command printf '%s\0%s\0' "$__dk_shell" "$__dk_isbash" >&8
        command printf '=%s\0=%s\0' "$(command -p id -u)" "$(command -p id -g)" >&8
        ;;
      capture)
        command printf '=%s\0' "$(eval "$__dk_text" 2>/dev/null)" >&8
        ;;
      tick)
        __dk_now=$(command -p date +%s)
        while [ "$(command -p date +%s)" = "$__dk_now" ]; do
          command -p sleep 0.1 || command -p sleep 1
        done
        ;;
      sync) command printf '%s\n' "$__dk_nonce" >&6 ;;
    esac
    command printf '\0' >&8
  } 2>/dev/null
done
`;

/**
 * The command line of a container whose first process is the session's shell.
 *
 * @param directory where the steps begin; created by the engine or part of the image
 */
export function shellCommand(directory: string): string[] {
  const start = `${stepUmask}; cd -- "$1" || cd /; set --
if [ -x /bin/bash ]; then __dk_shell=/bin/bash; else __dk_shell=/bin/sh; fi
exec "$__dk_shell" -c "__dk_shell=$__dk_shell$0" "$__dk_shell"`;
  return ["/bin/sh", "-c", start, driver, directory];
}
