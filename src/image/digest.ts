/** Digest algorithms that references may use, with the count of their hex digits. */
const hexLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** True for `sha256:` and 64 lower-case hex digits, and the like for sha384 and sha512. */
export function isDigest(text: string): boolean {
  const colon = text.indexOf(":");
  const hex = text.slice(colon + 1);
  return colon > 0 && hex.length === hexLengths[text.slice(0, colon)] && /^[0-9a-f]+$/.test(hex);
}
