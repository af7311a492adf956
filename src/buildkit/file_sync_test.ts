import assert from "node:assert/strict";
import { protoFields, protoText, ProtoWriter } from "../lib/protobuf.ts";
import { fileSync, type SyncEntry } from "./file_sync.ts";
import { type GrpcCall, prefixSize } from "./grpc.ts";
import { CallCancelled } from "./http2/stream.ts";
import { PacketType } from "./packets.ts";

const encode = (text: string) => new TextEncoder().encode(text);

const files: SyncEntry[] = ["one", "two"].map((text) => (
  { path: text, mode: 0o644, size: text.length, modTime: 0n, content: encode(text) }
));

async function* listing(): AsyncGenerator<SyncEntry[]> {
  yield await files;
}

function packet(type: number, id = 0, data = ""): Uint8Array {
  const writer = new ProtoWriter().integer(1, type).integer(3, id);
  return writer.bytes(4, encode(data)).finish().slice();
}

/** An engine that sends `packets`, whatever it gets; `sent` fills with what it gets. */
function engine(packets: readonly Uint8Array[]) {
  const sent: string[] = [];
  const waiting = [...packets];
  const call: GrpcCall = {
    method: "",
    metadata: [["dir-name", "context"]],
    receive: async () => await waiting.shift() ?? null,
    send: () => Promise.reject(new Error("Not used")),
    sendFramed(messages) {
      for (let at = 0; at < messages.length;) {
        const length = new DataView(messages.buffer, messages.byteOffset + at + 1).getUint32(0);
        sent.push(shown(messages.slice(at + prefixSize, at + prefixSize + length)));
        at += prefixSize + length;
      }
      return Promise.resolve();
    },
  };
  return { call, sent };
}

/** A packet as `type id data`. */
function shown(message: Uint8Array): string {
  let [type, id, text] = [0, 0, ""];
  for (const { field, integer, bytes } of protoFields(message)) {
    if (field === 1) type = integer;
    if (field === 3) id = integer;
    if (field === 4) text = protoText(bytes);
  }
  return `${type} ${id} ${text}`.trim();
}

Deno.test("fileSync() announces all and sends what is asked for", async () => {
  const asked = [packet(PacketType.request, 1), packet(PacketType.request, 0)];
  const { call, sent } = engine([...asked, packet(PacketType.fin)]);
  await fileSync(listing, () => {})(call);
  const contents = sent.filter((line) => line.startsWith("2 "));
  assert.deepEqual(contents.slice(0, 4), ["2 1 two", "2 1", "2 0 one", "2 0"]);
  assert.deepEqual(sent.at(-1), "3 0");
});

Deno.test("fileSync() ends when the engine breaks off, whenever that is", async () => {
  const { call } = engine([packet(PacketType.error, 0, "context canceled")]);
  await assert.rejects(
    fileSync(listing, () => {})(call),
    (error) => error instanceof CallCancelled && error.message === "context canceled",
  );
});

Deno.test("fileSync() tells the engine why it cannot go on", async () => {
  const missing: SyncEntry = { ...files[0], content: "/no/such/file" };
  const { call, sent } = engine([packet(PacketType.request, 0)]);
  const handler = fileSync(
    async function* () {
      yield await [missing];
    },
    () => {},
  );
  await assert.rejects(handler(call), /\/no\/such\/file/);
  assert.match(sent.at(-1)!, /^4 0 .*\/no\/such\/file/);
});
