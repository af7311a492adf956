import assert from "node:assert/strict";
import type { ImageSummary } from "../engine/images/list.ts";
import { imageItems } from "./image_list.ts";

const digest = `sha256:${"1".repeat(64)}`;

function rows(RepoTags: string[] | null, RepoDigests: string[] | null, digests: boolean) {
  const image: ImageSummary = {
    Id: `sha256:${"a".repeat(64)}`,
    ParentId: "",
    RepoTags,
    RepoDigests,
    Created: 0,
    Size: 1000,
    SharedSize: -1,
    Labels: null,
    Containers: -1,
  };
  return imageItems(image, { now: 0, whole: false, digests }).map(({ fields }) =>
    [fields.Repository, fields.Tag, fields.Digest].join(" ")
  );
}

const none = "<none> <none> <none>";
const cases: ReadonlyArray<
  readonly [tags: string[] | null, digests: string[] | null, shown: boolean, rows: string[]]
> = [
  [null, null, false, [none]],
  [["<none>:<none>"], ["<none>@<none>"], true, [none]],
  [["a:1", "a:2"], null, false, ["a 1 <none>", "a 2 <none>"]],
  [["h:5000/a:1"], [`h:5000/a@${digest}`], false, ["h:5000/a 1 <none>"]],
  [["h:5000/a:1"], [`h:5000/a@${digest}`], true, [`h:5000/a 1 ${digest}`]],
  [["a:1"], [`b@${digest}`], true, ["a 1 <none>", `b <none> ${digest}`]],
  [[], [`b@${digest}`], false, ["b <none> <none>"]],
];

Deno.test("imageItems() gives a row for every name, as docker does", () => {
  for (const [tags, digests, shown, expected] of cases) {
    assert.deepEqual(rows(tags, digests, shown), expected, JSON.stringify([tags, digests, shown]));
  }
});
