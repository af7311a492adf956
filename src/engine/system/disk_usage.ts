import { askJson, type Cancellable } from "../ask.ts";
import type { Transport } from "../transport.ts";

/** What one kind of object takes up. Sizes are bytes. */
export interface UsageTotals {
  count: number;
  /** Those in use: images with containers, running containers, mounted volumes. */
  active: number;
  size: number;
  /** What a prune could free. */
  reclaimable: number;
}

/** What the engine's objects take up, by kind. */
export interface DiskUsage {
  images: UsageTotals;
  containers: UsageTotals;
  volumes: UsageTotals;
  buildCache: UsageTotals;
}

/** Totals as engines of API 1.52 and newer count them. */
interface CountedTotals {
  TotalCount?: number;
  ActiveCount?: number;
  TotalSize?: number;
  Reclaimable?: number;
}

interface CountedAnswer {
  ImageUsage?: CountedTotals;
  ContainerUsage?: CountedTotals;
  VolumeUsage?: CountedTotals;
  BuildCacheUsage?: CountedTotals;
}

/** Lists of objects as older engines give them; −1 stands for "not known". */
interface ListedAnswer {
  LayersSize?: number;
  Images?: { Size: number; SharedSize: number; Containers: number }[] | null;
  Containers?: { SizeRw?: number; State: string }[] | null;
  Volumes?: { UsageData?: { Size: number; RefCount: number } | null }[] | null;
  BuildCache?: { Size: number; InUse: boolean; Shared: boolean }[] | null;
}

/** States in which a container keeps what it wrote. */
const activeStates = new Set(["running", "paused", "restarting"]);

/**
 * What images, containers, volumes and build cache take up: `GET /system/df`. The engine measures
 * everything, which can take long.
 */
export async function diskUsage(
  transport: Transport,
  options: Cancellable = {},
): Promise<DiskUsage> {
  const answer = await askJson<CountedAnswer & ListedAnswer>(transport, {
    method: "GET",
    path: "/system/df",
    signal: options.signal,
  });
  return "ImageUsage" in answer ? counted(answer) : listed(answer);
}

function counted(answer: CountedAnswer): DiskUsage {
  return {
    images: countedTotals(answer.ImageUsage),
    containers: countedTotals(answer.ContainerUsage),
    volumes: countedTotals(answer.VolumeUsage),
    buildCache: countedTotals(answer.BuildCacheUsage),
  };
}

function countedTotals(totals: CountedTotals = {}): UsageTotals {
  return {
    count: totals.TotalCount ?? 0,
    active: totals.ActiveCount ?? 0,
    size: totals.TotalSize ?? 0,
    reclaimable: totals.Reclaimable ?? 0,
  };
}

function listed(answer: ListedAnswer): DiskUsage {
  const cache = answer.BuildCache ?? [];
  return {
    images: imageTotals(answer),
    containers: totals(answer.Containers, (container) => ({
      size: container.SizeRw ?? 0,
      active: activeStates.has(container.State),
    })),
    volumes: totals(answer.Volumes, ({ UsageData }) => ({
      size: Math.max(UsageData?.Size ?? 0, 0),
      active: (UsageData?.RefCount ?? 0) > 0,
    })),
    buildCache: totals(cache, ({ Size, Shared, InUse }) => ({
      size: Shared ? 0 : Size,
      active: InUse,
    })),
  };
}

function totals<T>(
  objects: readonly T[] | null | undefined,
  measure: (object: T) => { size: number; active: boolean },
): UsageTotals {
  const sum = { count: 0, active: 0, size: 0, reclaimable: 0 };
  for (const object of objects ?? []) {
    const { size, active } = measure(object);
    sum.count++;
    sum.size += size;
    if (active) sum.active++;
    else sum.reclaimable += size;
  }
  return sum;
}

/** Images share layers: their sizes cannot be added up, but what the used ones alone hold can. */
function imageTotals({ Images, LayersSize = 0 }: ListedAnswer): UsageTotals {
  const images = Images ?? [];
  const used = images.filter((image) => image.Containers > 0);
  const measured = used.filter((image) => image.Size >= 0 && image.SharedSize >= 0);
  const kept = measured.reduce((sum, image) => sum + image.Size - image.SharedSize, 0);
  return {
    count: images.length,
    active: used.length,
    size: LayersSize,
    reclaimable: LayersSize - kept,
  };
}
