/**
 * Shell text that prints what parseState() (shell_protocol.ts) reads: fields ended by zero bytes. It
 * changes settings, so it runs in a subshell; `__dk_flags` holds what `$-` was before it. Built-ins
 * print straight away: each `$(...)` would cost a process.
 */
export const stateReport = String.raw`
command printf '%s\0' "$PWD"
umask
command printf '\0=%s %s\0=' "$__dk_flags" "${"$"}{BASHOPTS-}"
set +eu
[ -n "${"$"}{BASH_VERSION-}" ] && declare -f && set -o posix
command printf '\0='
set
command printf '\0'
command -p cat /proc/self/environ
`;
