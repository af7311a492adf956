import { imageLabels } from "./image_labels.ts";
import type { PlanOptions } from "./plan.ts";
import type { ContainerizeRequest } from "./request.ts";

/** How the Dockerfile of a request is to be written; the user `auto` is settled by trial later. */
export function planOptions(
  { tags, base, source, user }: Pick<ContainerizeRequest, "tags" | "base" | "source" | "user">,
): PlanOptions {
  const labels = imageLabels({ name: tags[0], base, source });
  return { labels, user: typeof user === "string" ? undefined : user };
}
