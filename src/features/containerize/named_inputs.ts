import { commandsIn } from "./commands_in.ts";
import { programName } from "./packages/manager.ts";
import { callOf, runnerLength } from "./packages/managers.ts";
import { formatChain, parseChain, type SimpleCommand } from "./shell_words.ts";

/** Programs that read no file but those they are told of. */
const plain = new Set(
  "awk base64 bc bunzip2 bzip2 cat chgrp chmod chown cmp column comm cp curl cut date dd diff dirname basename echo egrep expr false fgrep fold getent getfacl grep gunzip gzip head hexdump hostname id install jq ln ls md5sum mkdir mkfifo mknod mktemp mv nl nproc od paste printf pwd readlink realpath rev rm rmdir sed seq setfacl sha1sum sha256sum sha512sum sleep sort stat strings su tac tail tar tee test touch tr true truncate uname uniq unxz unzip unzstd wc wget which whoami xxd xz yes yq zcat zstd ["
    // What settles the system.
    .concat(
      " a2dismod a2dissite a2enconf a2enmod a2ensite add-apt-repository addgroup adduser apt-key apt-mark chpasswd corepack crontab debconf-set-selections delgroup deluser dpkg dpkg-divert dpkg-reconfigure dpkg-statoverride fc-cache getcap gpasswd gpg groupadd groupdel groupmod invoke-rc.d ldconfig locale-gen localedef openssl passwd rc-update service setcap ssh-keygen ssh-keyscan systemctl tzselect update-alternatives update-ca-certificates update-ca-trust update-locale update-rc.d useradd userdel usermod virtualenv yum-config-manager",
    )
    // What a shell does itself.
    .concat(
      " : cd declare exit export kill local popd pushd read readonly return set shift shopt trap type typeset ulimit umask unalias alias unset wait",
    )
    .split(" "),
);

/** Programs that change nothing but their own settings when told so. */
const settings =
  /^(git|npm|pnpm|yarn|pip[\d.]*|poetry|pdm|bundle|conda|mamba|composer) config$|^go env$/;

/**
 * True for a command line of installs and of {@link readsOnlyWhatItNames}, such as `python3 -m venv v
 * && . v/bin/activate && pip install -r x.txt`: no program in it could look for other files.
 */
export function installsOrReadsNamed(command: string): boolean {
  const chain = parseChain(command);
  const others = chain?.filter((simple) => callOf(simple) === undefined && !isActivation(simple));
  return others !== undefined &&
    (others.length === 0 || readsOnlyWhatItNames(formatChain(others)));
}

function isActivation({ words }: SimpleCommand): boolean {
  return /^(\.|source)$/.test(words[0]?.raw ?? "") &&
    /(^|\/)bin\/activate$/.test(words[1]?.raw ?? "");
}

/**
 * True for a command whose programs take nothing from the directory that they are called in but
 * what they name; `make` and the like look around there.
 */
export function readsOnlyWhatItNames(command: string): boolean {
  const commands = commandsIn(command);
  return commands.length > 0 && commands.every(({ words }) => {
    const [program, ...rest] = words.slice(runnerLength(words));
    const name = programName(program);
    if (name === "" || plain.has(name)) return true;
    if (/^python[\d.]*$/.test(name)) return rest[0]?.raw === "-m" && rest[1]?.raw === "venv";
    if (settings.test(`${name} ${rest[0]?.raw}`)) return true;
    if (isFed(name, rest, commands)) return true;
    return name === "git" && /^(clone|init)$/.test(rest[0]?.raw ?? "");
  });
}

/** True for the shell of `curl … | sh -s -- -y`: what it runs knows nothing of the project. */
function isFed(
  name: string,
  [first]: readonly { raw: string }[],
  [feeder]: readonly SimpleCommand[],
): boolean {
  return /^(ba|da)?sh$/.test(name) && (first === undefined || /^-s?$/.test(first.raw)) &&
    /^(curl|wget)$/.test(programName(feeder.words[0]));
}
