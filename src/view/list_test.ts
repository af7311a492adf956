import assert from "node:assert/strict";
import { formatList, listFormat, type ListItem, printsField } from "./list.ts";

const headers = { ID: "IMAGE ID", Size: "SIZE", Labels: "LABELS" };
const items: ListItem[] = [
  {
    fields: { Size: "1kB", ID: "aa", Labels: "", Label: () => "1" },
    json: { id: "aa", size: 1000 },
    quiet: "aa",
  },
  {
    fields: { Size: "2B", ID: "bb", Labels: "", Label: () => "" },
    json: { id: "bb", size: 2 },
    quiet: "bb",
  },
];

const printed: ReadonlyArray<readonly [format: string | undefined, quiet: boolean, text: string]> =
  [
    [undefined, false, "IMAGE ID   SIZE\naa         1kB\nbb         2B\n"],
    ["table", false, "IMAGE ID   SIZE\naa         1kB\nbb         2B\n"],
    ["table {{.Size}}\\t{{.ID}}", false, "SIZE      IMAGE ID\n1kB       aa\n2B        bb\n"],
    ["{{.ID}}={{.Size}}", false, "aa=1kB\nbb=2B\n"],
    [" {{.ID}}\\t{{.Size}} ", false, "aa\t1kB\nbb\t2B\n"],
    ["table{{upper .ID}}", false, "IMAGE ID\nAA\nBB\n"],
    [
      'table {{.ID}}\\t{{if eq .Size "2B"}}small{{end}}',
      false,
      "IMAGE ID   \naa         \nbb         small\n",
    ],
    [
      'table {{.ID}}\\t{{.Label "com.x.the-key"}}',
      false,
      "IMAGE ID   the key\naa         1\nbb         \n",
    ],
    [
      "{{json .}}",
      false,
      '{"ID":"aa","Labels":"","Size":"1kB"}\n{"ID":"bb","Labels":"","Size":"2B"}\n',
    ],
    [undefined, true, "aa\nbb\n"],
  ];

Deno.test("formatList() prints tables, templates and ids", async () => {
  for (const [format, quiet, text] of printed) {
    assert.equal(
      formatList(items, await listFormat(format, quiet, ["ID", "Size"], headers), headers),
      text,
      format,
    );
  }
});

Deno.test("formatList() prints one JSON document", async () => {
  const text = formatList(items, await listFormat("json", false, ["ID"], headers), headers);
  assert.deepEqual(JSON.parse(text), [{ id: "aa", size: 1000 }, { id: "bb", size: 2 }]);
});

Deno.test("formatList() of nothing is an empty document, a header or nothing", async () => {
  assert.equal(formatList([], await listFormat("json", false, [], headers), headers), "[]\n");
  assert.equal(
    formatList([], await listFormat(undefined, false, ["ID"], headers), headers),
    "IMAGE ID\n",
  );
  assert.equal(formatList([], await listFormat(undefined, true, ["ID"], headers), headers), "");
});

Deno.test("printsField() tells whether a field is worth asking for", async () => {
  assert.equal(printsField(await listFormat("{{.Size}}", false, [], headers), "Size"), true);
  assert.equal(printsField(await listFormat("{{json .}}", false, [], headers), "Size"), true);
  assert.equal(printsField(await listFormat(undefined, false, ["ID"], headers), "Size"), false);
});

Deno.test("listFormat() refuses a template that names a field which does not exist", async () => {
  for (const format of ["{{.Nope}}", "table {{.Nope}}"]) {
    await assert.rejects(listFormat(format, false, [], headers), /"Nope"/);
  }
});
