import { quoteWord } from "./shell_words.ts";

/** What is needed to make a session's image again. */
export interface RepeatedBuild {
  /** Complete names of the image; at least one. */
  tags: readonly string[];
  /** What `--ca` was given; undefined when nothing was lent. */
  ca: string | undefined;
  /** Ids of the Dockerfile's build secrets, which are the names of variables too. */
  secrets: readonly string[];
  /** Whether a test was saved. */
  hasTest: boolean;
  /** Whether the Dockerfile asks for more than the classic builder has. */
  needsBuildkit: boolean;
}

/**
 * The command lines that make, try and push the image again in a checkout of the project, as a CI
 * job would: those of dk, then those of docker's own client.
 */
export function ciLines(
  { tags, ca, secrets, hasTest, needsBuildkit }: RepeatedBuild,
): { dk: string[]; docker: string[] } {
  const names = tags.map((tag) => `-t ${tag}`);
  const lent = secrets.map((id) => `--secret id=${id},env=${id}`);
  const own = [...hasTest ? ["--test"] : [], ...ca ? [`--ca ${quoteWord(ca)}`] : []];
  const variable = needsBuildkit || secrets.length > 0 ? ["DOCKER_BUILDKIT=1"] : [];
  return {
    dk: [
      ["dk build", ...own, ...lent, ...names, "."].join(" "),
      ...tags.map((tag) => `dk push ${tag}`),
    ],
    docker: [
      [...variable, "docker build", ...lent, ...names, "."].join(" "),
      ...tags.map((tag) => `docker push ${tag}`),
    ],
  };
}
