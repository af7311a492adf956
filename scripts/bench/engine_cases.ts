import { importImage } from "../../src/engine/images/transfer.ts";
import { listImages } from "../../src/engine/images/list.ts";
import { removeImage } from "../../src/engine/images/manage.ts";
import type { Engine } from "../../src/engine/transport.ts";
import type { BenchCase, Contest } from "./contest.ts";
import type { DockerClient } from "./docker_client.ts";

/** What the cases run and where. */
export interface World {
  dk: string;
  docker: DockerClient;
  engine: Engine;
  /** Image that has a shell and `true`. */
  image: string;
}

/** Images that the engine holds while lists of images are measured. */
const imageCount = 50;

const emptyTar = new Uint8Array(1024);

/** Cases in which dk and docker get the same words and ask the same engine. */
export function engineCases(world: World): BenchCase[] {
  const same = (...args: string[]): Contest => ({
    dk: { label: "dk", program: world.dk, args },
    rival: { label: `docker ${world.docker.version}`, program: world.docker.path, args },
  });
  return [
    { name: "ps", rounds: 40, bound: 1.5, setup: () => same("ps") },
    {
      name: `images (${imageCount} images)`,
      rounds: 40,
      bound: 1.5,
      async setup(stack) {
        await fillEngine(world.engine, stack);
        return same("images");
      },
    },
    { name: "inspect", rounds: 40, bound: 1.5, setup: () => same("inspect", world.image) },
    {
      name: "run --rm IMAGE true",
      rounds: 12,
      bound: 1.0,
      setup: () => same("run", "--rm", world.image, "true"),
    },
  ];
}

/** Imports empty images until the engine holds as many as are wanted. */
async function fillEngine(engine: Engine, stack: AsyncDisposableStack): Promise<void> {
  const there = await listImages(engine, {});
  for (let number = there.length; number < imageCount; number++) {
    await using progress = await importImage(engine, emptyTar, {
      repo: "dk-bench",
      tag: `image-${number}`,
    });
    const id = await progress.done();
    stack.defer(async () => void await removeImage(engine, id, { force: true }));
  }
}
