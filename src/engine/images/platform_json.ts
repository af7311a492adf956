import type { Platform } from "../../image/platform.ts";

/**
 * One of an image's platforms as push (from API 1.46 on), save and load (1.48) take it; older
 * engines do not look at it. Pull, create and build take `OS/ARCHITECTURE` instead.
 */
export function platformJson({ platform }: { platform?: Platform }): string | undefined {
  return platform && JSON.stringify(platform);
}
