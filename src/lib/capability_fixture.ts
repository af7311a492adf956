/**
 * Gives a file the capability attribute as it stands; for tests, dk itself sets none.
 *
 * @returns false where that takes rights, or a file system, that we do not have
 */
export function setCapability(path: string, value: Uint8Array<ArrayBuffer>): boolean {
  if (Deno.build.os !== "linux") return false;
  const library = Deno.dlopen("libc.so.6", {
    lsetxattr: { parameters: ["buffer", "buffer", "buffer", "usize", "i32"], result: "i32" },
  });
  try {
    const text = (words: string) => new TextEncoder().encode(words + "\0");
    const [file, name] = [text(path), text("security.capability")];
    return library.symbols.lsetxattr(file, name, value, BigInt(value.length), 0) === 0;
  } finally {
    library.close();
  }
}
