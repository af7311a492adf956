/** Docker's long spellings of commands that dk has, and what they are called here. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  container: ["attach", "cp", "exec", "logs", "rm", "run", "stop"],
  image: ["build", "history", "pull", "push", "tag"],
  builder: ["build"],
  buildx: ["build"],
  system: ["info"],
};

/** Those that are called by another name. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  "buildx b": ["build"],
  "container inspect": ["inspect", "--type", "container"],
  "container list": ["ps"],
  "container ls": ["ps"],
  "container ps": ["ps"],
  "container remove": ["rm"],
  "image inspect": ["inspect", "--type", "image"],
  "image list": ["images"],
  "image ls": ["images"],
  "image remove": ["rmi"],
  "image rm": ["rmi"],
  "network inspect": ["inspect", "--type", "network"],
  "volume inspect": ["inspect", "--type", "volume"],
};

/** The words of a command line with such a spelling in dk's own: `image ls -q` as `images -q`. */
export function withoutDockerSpelling(words: readonly string[]): string[] {
  const [group, name, ...rest] = words;
  const own = renamed[`${group} ${name}`];
  if (own) return [...own, ...rest];
  const isLong = Object.hasOwn(spellings, group) && spellings[group].includes(name);
  return isLong ? [name, ...rest] : [...words];
}
