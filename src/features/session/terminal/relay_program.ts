import { stepUmask } from "../step_umask.ts";

/**
 * The program of the exec that stands between dk and the hooks of the interactive shell: it makes dk's
 * folder, passes reports on to its stdout and answers from its stdin to the hooks. The end of its
 * stdin is the end of dk, or of dk's interest: the shell then gets the signal of a closed terminal,
 * and the folder goes. `end` kills the shell at once, which then runs no trap of the user's.
 */
const program = String.raw`
d=$1 nonce=$2
umask 077
{ command -p mkdir "$d" && command -p mkfifo "$d/say" "$d/hear"; } || exit 1
exec 3<>"$d/say" 4<>"$d/hear"
if [ -x /bin/bash ]; then
  kind=bash
  printf '%s' "$3" >"$d/rc"
elif [ "$(command -v history)" = history ]; then
  kind=ash
  printf '%s' "$4" >"$d/rc"
else
  kind=sh
  printf '%s' "$5" >"$d/rc"
  printf '%s' "$6" >"$d/turn"
  printf '. %s/rc\n. %s/turn\n' "$d" "$d" >"$d/sh"
fi
printf '%s\n' $kind >"$d/kind"
printf '%s\0%s\0%s\0%s\0%s\0%s\0\0' "$nonce" 0 0 hello $kind "=$(command -p id -u)"
command -p cat <&3 &
reader=$!
while IFS=' ' read -r word rest; do
  case $word in
    file)
      command -p head -c "${"$"}{rest#* }" >"$d/${"$"}{rest% *}"
      printf '%s\0%s\0%s\0%s\0\0' "$nonce" 0 0 file
      ;;
    end) kill -KILL "$(command -p cat "$d/pid")" ;;
    *) printf '%s %s\n' "$word" "$rest" >&4 ;;
  esac
done
pid=$(command -p cat "$d/pid")
command -p rm -rf "$d"
kill $reader
[ -n "$pid" ] && kill -HUP "$pid" && kill -CONT "$pid"
`;

/** The shells' start files, by the kind of shell that the container turns out to have. */
export interface StartFiles {
  bash: string;
  ash: string;
  posix: { rc: string; turn: string };
}

/** The relay's command line. @param folder not there yet, on a file system of no layer */
export function relayCommand(folder: string, nonce: string, files: StartFiles): string[] {
  const { bash, ash, posix } = files;
  return ["/bin/sh", "-c", `{ ${program}\n} 2>/dev/null`, "dk", folder, nonce, bash, ash]
    .concat(posix.rc, posix.turn);
}

/** The interactive shell's command line, to be run on a terminal once the relay has said hello. */
export function shellCommand(folder: string): string[] {
  const start = String.raw`
printf '%s' $$ >"$1/pid"
${stepUmask}
read -r __dk_kind <"$1/kind"
__dk_first=${"$"}{TERM%"${"$"}{TERM#?}"}
__dk_known=
for __dk_place in /etc /lib /usr/share /usr/lib; do
  [ -e "$__dk_place/terminfo/$__dk_first/$TERM" ] && __dk_known=1
done
[ -n "$__dk_known" ] || TERM=xterm
[ "${"$"}{SHLVL-}" = 1 ] && unset SHLVL
case $__dk_kind in
  bash) exec bash --rcfile "$1/rc" -i ;;
  ash)
    [ -n "${"$"}{ENV-}" ] && printf '%s\n' "$ENV" >"$1/env"
    ENV=$1/rc exec sh -i
    ;;
  *)
    printf '%s\n' "$PWD" >"$1/at"
    cd "$1" && exec sh -i sh
    ;;
esac
`;
  return ["/bin/sh", "-c", start, "sh", folder];
}
