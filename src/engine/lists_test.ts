import assert from "node:assert/strict";
import { listContainers } from "./containers/list.ts";
import { FakeTransport } from "./fake_transport.ts";
import { imageHistory } from "./images/inspect.ts";
import { listImages } from "./images/list.ts";
import { listNetworks } from "./networks.ts";

const lists: [name: string, ask: (transport: FakeTransport) => Promise<unknown>][] = [
  ["the history of an image without one", (transport) => imageHistory(transport, "bare")],
  ["no containers", listContainers],
  ["no images", listImages],
  ["no networks", listNetworks],
];

for (const [name, ask] of lists) {
  Deno.test(`the null that an engine sends for ${name} is an empty list`, async () => {
    assert.deepEqual(await ask(new FakeTransport({ body: "null" })), []);
  });
}
