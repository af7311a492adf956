import { imageLabels } from "./image_labels.ts";
import type { PlanOptions } from "./plan.ts";
import type { ContainerizeRequest } from "./request.ts";

/** How the Dockerfile of a request is to be written. */
export function planOptions(
  { tags, base, source }: Pick<ContainerizeRequest, "tags" | "base" | "source">,
): PlanOptions {
  return { labels: imageLabels({ name: tags[0], base, source }) };
}
