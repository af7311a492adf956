import type { ImageSummary } from "../engine/images/list.ts";
import { goTime, humanAge, isoTime } from "./age.ts";
import { shortId } from "./identifiers.ts";
import type { Headers, ListItem } from "./list.ts";
import { humanSize } from "./size.ts";

/** Titles of the columns of `dk images`; the keys are docker's template fields. */
export const imageHeaders: Headers = {
  Repository: "REPOSITORY",
  Tag: "TAG",
  Digest: "DIGEST",
  ID: "IMAGE ID",
  CreatedAt: "CREATED AT",
  CreatedSince: "CREATED",
  Size: "SIZE",
  Containers: "CONTAINERS",
  SharedSize: "SHARED SIZE",
  UniqueSize: "UNIQUE SIZE",
};

/** How images are shown. */
export interface ImageView {
  /** Milliseconds since the epoch. */
  now: number;
  /** Whole ids. */
  whole: boolean;
  /** A row for every digest of a name, not only for its tags. */
  digests: boolean;
}

/** What docker measures in `system df` alone, and says so. */
const notMeasured = { Containers: "N/A", SharedSize: "N/A", UniqueSize: "N/A" };

interface ImageName {
  repository: string | null;
  tag: string | null;
  digest: string | null;
}

/** An image as items of a list: one for every name that it has, one when it has none. */
export function imageItems(image: ImageSummary, view: ImageView): ListItem[] {
  const id = view.whole ? image.Id : shortId(image.Id);
  return imageNames(image, view.digests).map((name) => ({
    fields: {
      Repository: name.repository ?? "<none>",
      Tag: name.tag ?? "<none>",
      Digest: name.digest ?? "<none>",
      ID: id,
      get CreatedAt() {
        return goTime(image.Created * 1000);
      },
      CreatedSince: humanAge(image.Created * 1000, view.now),
      Size: humanSize(image.Size),
      ...notMeasured,
    },
    get json() {
      return {
        id: image.Id,
        ...name,
        created: isoTime(image.Created * 1000),
        size: image.Size,
        labels: image.Labels ?? {},
      };
    },
    quiet: id,
  }));
}

/** A name by its repository: tags, each with the digests of the same repository; then the rest. */
function imageNames(image: ImageSummary, withDigests: boolean): ImageName[] {
  const digests = new Map<string, string[]>();
  for (const reference of image.RepoDigests ?? []) {
    const at = reference.lastIndexOf("@");
    const repository = reference.slice(0, at);
    if (at < 0 || repository === "<none>") continue;
    digests.set(repository, [...digests.get(repository) ?? [], reference.slice(at + 1)]);
  }
  const names: ImageName[] = [];
  const tagged = new Set<string>();
  for (const reference of image.RepoTags ?? []) {
    const colon = reference.lastIndexOf(":");
    const [repository, tag] = [reference.slice(0, colon), reference.slice(colon + 1)];
    if (repository === "<none>") continue;
    tagged.add(repository);
    for (const digest of withDigests ? digests.get(repository) ?? [null] : [null]) {
      names.push({ repository, tag, digest });
    }
  }
  for (const [repository, own] of digests) {
    if (tagged.has(repository)) continue;
    for (const digest of withDigests ? own : [null]) names.push({ repository, tag: null, digest });
  }
  return names.length > 0 ? names : [{ repository: null, tag: null, digest: null }];
}
