import assert from "node:assert/strict";
import { setCapability } from "./capability_fixture.ts";
import { openCapabilityReader } from "./capability.ts";

const isLinux = Deno.build.os === "linux";

async function withFile(use: (path: string) => void): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: "-é" });
  try {
    use(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test({
  name: "openCapabilityReader() finds nothing on a plain file or a missing one",
  ignore: !isLinux,
  fn: () =>
    withFile((path) => {
      using reader = openCapabilityReader();
      assert.equal(reader?.read(path), undefined);
      assert.equal(reader?.read("/nowhere/at/all"), undefined);
    }),
});

Deno.test({
  name: "openCapabilityReader() reads a capability, freed of its namespace",
  ignore: !isLinux || Deno.uid() !== 0,
  fn: () =>
    withFile((path) => {
      const plain = Uint8Array.of(1, 0, 0, 2, 0, 32, ...new Uint8Array(14));
      const bound = Uint8Array.of(1, 0, 0, 3, 0, 32, ...new Uint8Array(14), 0xe8, 3, 0, 0);
      using reader = openCapabilityReader()!;
      for (const value of [plain, bound]) {
        assert.ok(setCapability(path, value));
        assert.deepEqual(reader.read(path), plain);
      }
    }),
});
