import type { Transport } from "../../engine/transport.ts";
import {
  type RequiredTestOptions,
  runTest,
  testImage,
  type TestOptions,
  type TestResult,
  type WantedTest,
} from "./test_image.ts";

/** What the test command did in the image, with its data and without. */
export interface ImageTest extends Omit<TestResult, "end"> {
  /** How it ended with nothing mounted; undefined when no data belongs to the test. */
  withoutData: { exit: number; end: string } | undefined;
}

/**
 * Runs the test command in the image, first without the data, as somebody would who has only the
 * image, then with it.
 *
 * @throws Failure when it fails with the data, or cannot be started
 */
export async function testWithAndWithout(
  engine: Transport,
  test: WantedTest,
  options: RequiredTestOptions,
): Promise<ImageTest> {
  const withoutData = test.mounts.length > 0
    ? await tryWithoutData(engine, test, options)
    : undefined;
  const { end: _, ...withData } = await testImage(engine, test, options);
  return { ...withData, withoutData };
}

async function tryWithoutData(engine: Transport, test: WantedTest, options: TestOptions) {
  const bare = { ...test, mounts: [] };
  const { exit, end } = await runTest(engine, bare, { ...options, listen: () => {} });
  const text = exit === 0
    ? "Without the data the test succeeds as well: the image holds it, or the test needs none"
    : `Without the data the test ends with ${exit}, as the image does not hold it: ${
      lastLine(end)
    }`;
  await options.listen({ kind: "stage", text });
  return { exit, end };
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) || "it printed nothing";
}

/**
 * Where two outputs begin to differ, in words; undefined when they are the same.
 *
 * @param earlier printed in the session, `later` in the image
 */
export function outputDifference(earlier: string, later: string): string | undefined {
  if (earlier === later) return undefined;
  const [before, now] = [earlier.split("\n"), later.split("\n")];
  const at = before.findIndex((line, index) => line !== now[index]);
  const line = at < 0 ? before.length : at;
  const shown = (lines: string[]) => line < lines.length ? JSON.stringify(lines[line]) : "nothing";
  return `line ${line + 1} was ${shown(before)} in the session and is ${shown(now)} in the image`;
}
