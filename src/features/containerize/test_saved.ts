import type { Engine } from "../../engine/transport.ts";
import { tagImage } from "../../engine/images/manage.ts";
import { familiarName, parseReference } from "../../image/reference.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { join } from "../../lib/path.ts";
import type { Loan } from "../lend/loan.ts";
import { removeNameless } from "./build_image.ts";
import { outputDigest } from "./ledger_file.ts";
import { dataMount, type MountRequest, parseMountRequest } from "./mount.ts";
import { keptFiles } from "./project.ts";
import { parseSessionFile } from "./session_file.ts";
import type { TestOptions } from "./test_image.ts";
import { type ImageTest, testWithAndWithout } from "./test_with_and_without.ts";

/** The test that a session has left in its project. */
export interface SavedTest {
  command: string;
  mounts: readonly MountRequest[];
  /** SHA-256 of what it printed on stdout, in hexadecimal; undefined when nobody knows. */
  output: string | undefined;
}

/** What the test did in a new image. */
export interface RepeatedTest extends ImageTest {
  /** Whether it printed what it had printed when it was saved; undefined when nobody knows. */
  sameOutput: boolean | undefined;
}

/**
 * Reads the test of a project from its `docker/session.json`.
 *
 * @param directory of the project, absolute
 * @throws UsageFailure when there is no such file, no test in it, or not the data that it needs
 */
export async function readSavedTest(directory: string): Promise<SavedTest> {
  const path = join(directory, keptFiles.session);
  const { test, mounts, testOutput } = parseSessionFile(await sessionText(path), path);
  if (!test) {
    throw new UsageFailure(`There is no test in ${path}`, {
      next: `Add "test": "COMMAND" to it, or build without --test`,
    });
  }
  try {
    const requests = await Promise.all(mounts.map((each) => parseMountRequest(each, directory)));
    return { command: test, mounts: requests, output: testOutput };
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    throw new UsageFailure(`The test of ${path} lacks its data`, {
      why: error.message,
      next: `Put the data there, or correct "mounts" in the file; nothing was built`,
      cause: error,
    });
  }
}

async function sessionText(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound;
    throw new UsageFailure(`Cannot read the test of ${path}`, {
      why: isMissing ? "It does not exist" : error instanceof Error ? error.message : String(error),
      next: "dk containerize saves it with a project; build without --test where there is none",
      cause: error,
    });
  }
}

/**
 * Runs the saved test in an image that has no name yet, without its data and with it, and names the
 * image when that has worked. An image that fails is removed, unless it was there before.
 *
 * @throws Failure when the test fails or cannot be started; the abort reason
 */
export async function testAndName(
  engine: Engine,
  { image, test, tags, loan }: {
    /** Id. */
    image: string;
    test: SavedTest;
    /** Complete names. */
    tags: readonly string[];
    loan?: Loan;
  },
  options: TestOptions,
): Promise<RepeatedTest> {
  const { listen, signal } = options;
  try {
    const result = await repeatTest(engine, { image, test, loan }, options);
    signal?.throwIfAborted();
    for (const tag of tags) {
      const reference = parseReference(tag);
      await tagImage(engine, image, { repo: familiarName(reference), tag: reference.tag! });
    }
    return result;
  } catch (error) {
    await removeNameless(engine, image, (text) => void listen({ kind: "notice", text }));
    throw error;
  }
}

async function repeatTest(
  engine: Engine,
  { image, test: { command, mounts, output }, loan }: {
    image: string;
    test: SavedTest;
    loan?: Loan;
  },
  options: TestOptions,
): Promise<RepeatedTest> {
  const { listen, signal } = options;
  await listen({ kind: "stage", text: `Testing the image: ${command}` });
  const isLocal = engine.address.startsWith("unix:");
  const data = await Promise.all(mounts.map((each) => dataMount(each, isLocal, signal)));
  const next = "Correct the program or its Dockerfile; the image was not kept";
  const wanted = { image, command, mounts: data, loan };
  const result = await testWithAndWithout(engine, wanted, { ...options, next });
  const sameOutput = output === undefined
    ? undefined
    : await outputDigest(result.stdout) === output;
  if (sameOutput === false) {
    const text = "The test does not print what it printed when it was saved";
    await listen({ kind: "notice", text });
  }
  return { ...result, sameOutput };
}
