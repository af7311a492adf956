import assert from "node:assert/strict";
import { FakeTransport } from "../fake_transport.ts";
import { diskUsage } from "./disk_usage.ts";

const none = { count: 0, active: 0, size: 0, reclaimable: 0 };

async function usageOf(answer: unknown) {
  return await diskUsage(new FakeTransport({ body: JSON.stringify(answer) }));
}

Deno.test("diskUsage() adds up the lists of older engines", async () => {
  const usage = await usageOf({
    LayersSize: 1000,
    Images: [
      { Size: 700, SharedSize: 300, Containers: 1 },
      { Size: 600, SharedSize: 300, Containers: 0 },
      { Size: 100, SharedSize: -1, Containers: 2 },
    ],
    Containers: [{ SizeRw: 5, State: "running" }, { SizeRw: 7, State: "exited" }, {
      State: "dead",
    }],
    Volumes: [{ UsageData: { Size: 20, RefCount: 1 } }, { UsageData: { Size: -1, RefCount: -1 } }],
    BuildCache: [
      { Size: 50, InUse: false, Shared: false },
      { Size: 60, InUse: true, Shared: false },
      { Size: 70, InUse: false, Shared: true },
    ],
  });
  assert.deepEqual(usage, {
    images: { count: 3, active: 2, size: 1000, reclaimable: 600 },
    containers: { count: 3, active: 1, size: 12, reclaimable: 7 },
    volumes: { count: 2, active: 1, size: 20, reclaimable: 0 },
    buildCache: { count: 3, active: 1, size: 110, reclaimable: 50 },
  });
});

Deno.test("diskUsage() takes the totals that API 1.52 counts itself", async () => {
  const usage = await usageOf({
    ImageUsage: { TotalCount: 2, ActiveCount: 1, TotalSize: 30, Reclaimable: 10 },
    ContainerUsage: {},
  });
  const images = { count: 2, active: 1, size: 30, reclaimable: 10 };
  assert.deepEqual(usage, { images, containers: none, volumes: none, buildCache: none });
});

Deno.test("diskUsage() takes null for an empty list", async () => {
  const usage = await usageOf({ Images: null, Containers: null, Volumes: null, BuildCache: null });
  assert.deepEqual(usage, { images: none, containers: none, volumes: none, buildCache: none });
});
