import assert from "node:assert/strict";
import { mountPoints, refuseCostlyContext } from "./refuse_directory.ts";

Deno.test("mountPoints() reads the kernel's list, escapes included", () => {
  const list = "22 1 254:0 / / rw - ext4 /dev/vda rw\n36 22 0:30 / /mnt/a\\040b rw - nfs x rw\n";
  assert.deepEqual(mountPoints(list), ["/", "/mnt/a b"]);
});

Deno.test("refuseCostlyContext() refuses the root, the home and a mounted file system", async () => {
  await using home = {
    path: await Deno.makeTempDir(),
    [Symbol.asyncDispose]: () => Deno.remove(home.path),
  };
  await assert.rejects(refuseCostlyContext("/", undefined), /the root of the file system/);
  await assert.rejects(refuseCostlyContext(home.path, home.path), /your home directory/);
  await assert.rejects(refuseCostlyContext("/proc", home.path), /the top of a mounted/);
  await refuseCostlyContext(home.path, "/no/such/home");
});
