/**
 * Shell text that prints what parseState() (shell_protocol.ts) reads: fields ended by zero bytes. It
 * runs in a subshell or in a shell whose `set -e` and `set -u` do not matter.
 */
export const stateReport = String.raw`
command printf '%s\0%s\0' "$PWD" "$(umask)"
command printf '=%s %s\0' "$-" "${"$"}{BASHOPTS-}"
command printf '=%s\0' "$(
  set +eu
  [ -n "${"$"}{BASH_VERSION-}" ] && set -o posix
  set
)"
command printf '=%s\0' "$([ -n "${"$"}{BASH_VERSION-}" ] && declare -f)"
command -p cat /proc/self/environ
`;
