import { putArchive } from "../../engine/containers/archive.ts";
import type { ContainerizeWorld } from "./containerize.ts";
import type { Ledger } from "./ledger.ts";
import { copiedData, dataMount } from "./mount.ts";
import type { ContainerizeRequest } from "./request.ts";
import { adviceOnTest } from "./test_advice.ts";
import { testSession } from "./test_session.ts";
import { type ImageTest, outputDifference, testWithAndWithout } from "./test_with_and_without.ts";

/** The same test in the session. */
export interface ComparedTest {
  exit: number;
  /** Where the image's output begins to differ; undefined when it does not. */
  difference: string | undefined;
}

interface ComparedSession {
  ledger: Ledger;
  /** Id of the session's container. */
  container: string;
  hasData: boolean;
}

/** The test in the image, and what it did in the session; undefined when it was not tried there. */
export type ComparedImageTest = ImageTest & { session: ComparedTest | undefined };

/** More data than this is not copied into the session for a comparison; bytes. */
const mostCopied = 100_000_000;

/**
 * Runs the test in the image, and the same command where the program was installed by hand. The
 * session's container is of no other use afterwards: the data is copied to it.
 *
 * @throws Failure when the test fails in the image
 */
export async function testImageAndSession(
  { request, image, ...session }: ComparedSession & {
    request: ContainerizeRequest;
    image: string;
  },
  world: ContainerizeWorld,
): Promise<ComparedImageTest> {
  const { engine, listen, lender: { loan }, signal } = world;
  const { test: command } = request;
  await listen({ kind: "stage", text: `Testing the image: ${command}` });
  const isLocal = engine.address.startsWith("unix:");
  const mounts = await Promise.all(request.mounts.map((each) => dataMount(each, isLocal, signal)));
  const advise = (said: string) => adviceOnTest(session.ledger, said);
  const next =
    "Correct the steps or the test; --keep leaves the Dockerfile and the image to look at";
  const wanted = { image, command, mounts, loan };
  const test = await testWithAndWithout(engine, wanted, { ...world, advise, next });
  const compared = await compareWithSession(request, session, test, world);
  return { ...test, session: compared };
}

async function compareWithSession(
  { test: command, mounts }: ContainerizeRequest,
  { ledger, container, hasData }: ComparedSession,
  { stdout }: ImageTest,
  { engine, listen, signal }: ContainerizeWorld,
): Promise<ComparedTest | undefined> {
  const lacking = hasData ? [] : mounts;
  const data = await Promise.all(lacking.map((each) => copiedData(each, signal)));
  if (data.reduce((sum, { bytes }) => sum + bytes, 0) > mostCopied) {
    const text = "The test was not tried in the session: its data is more than 100 MB";
    await listen({ kind: "notice", text });
    return undefined;
  }
  for (const { copied } of data) await putArchive(engine, container, "/", copied(), { signal });
  const state = ledger.steps.at(-1)?.after ?? ledger.start;
  const earlier = await testSession(engine, container, { command, state }, { signal });
  const difference = outputDifference(earlier.stdout, stdout);
  const text = earlier.exit !== 0
    ? `In the session the test command ended with ${earlier.exit}, in the image with 0`
    : difference && `The test does not print the same: ${difference}`;
  if (text) await listen({ kind: "notice", text });
  return { exit: earlier.exit, difference };
}
