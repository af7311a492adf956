import { compareVersions } from "../../engine/negotiate.ts";
import { malformedPattern } from "../../lib/ignore/matcher.ts";
import { readIgnoreFile } from "../context/open.ts";
import { type DockerfileSource, placeOfSource } from "./dockerfile_source.ts";
import type { BuildWork } from "./request.ts";

/** 23.0, the first engine with the matcher that gives way. */
const firstToBreak = "1.42";

/**
 * Refuses an ignore file with a pattern that Go cannot compile before the engine sees it: whichever
 * client sends it, the whole engine ends over the second look at such a pattern, for instance at
 * `\1` with `COPY a b /to/` [ran 28.5.2]. Older engines answer with an error where it matters.
 *
 * @param context absolute directory
 * @throws Failure naming the pattern and its line
 */
export async function refuseMalformedIgnore(
  source: DockerfileSource,
  context: string,
  { engine, signal }: BuildWork,
): Promise<void> {
  const { apiVersion } = await engine.identity(signal);
  if (compareVersions(apiVersion, firstToBreak) < 0) return;
  const ignore = await readIgnoreFile(context, placeOfSource(source), "buildkit");
  if (!ignore) return;
  // An exception is not looked at before something can have been excepted.
  const first = ignore.patterns.findIndex(({ exception }) => !exception);
  const failure = first >= 0 && malformedPattern(ignore.patterns.slice(first), ignore.file);
  if (failure) throw failure;
}
