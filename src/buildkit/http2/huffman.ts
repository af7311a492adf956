/**
 * Huffman decoding of HPACK strings (RFC 7541, section 5.2 and appendix B). The code is
 * canonical: among codes of one length they count upwards in the order of their symbols, so the
 * lengths alone define it.
 */

/** Code length in bits of the symbols 0 to 255, a letter each: `a` stands for 5, `z` for 30. */
const lengths = "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf" +
  "ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix" +
  "prpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrs" +
  "vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwv";

const shortest = 5;
const longest = 30;

interface LengthGroup {
  /** Value of the first code of this length. */
  firstCode: number;
  /** The symbols of this length, in the order of their codes. */
  symbols: number[];
}

const groups = groupByLength();

function groupByLength(): LengthGroup[] {
  const found: LengthGroup[] = [];
  let code = 0;
  for (let length = 0; length <= longest; length++) {
    const symbols: number[] = [];
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths.charCodeAt(symbol) - 97 + shortest === length) symbols.push(symbol);
    }
    found.push({ firstCode: code, symbols });
    code = (code + symbols.length) << 1;
  }
  return found;
}

/**
 * Decodes a Huffman-coded string.
 *
 * @throws Error when the bits are no code or the padding is not the beginning of the
 * end-of-string code (all ones, fewer than eight)
 */
export function decodeHuffman(bytes: Uint8Array): Uint8Array {
  const decoded: number[] = [];
  let code = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = (code << 1) | ((byte >> bit) & 1);
      length++;
      const group = groups[length];
      if (group === undefined) throw new Error("A Huffman code is longer than any symbol's");
      const symbol = group.symbols[code - group.firstCode];
      if (symbol === undefined) continue;
      decoded.push(symbol);
      code = 0;
      length = 0;
    }
  }
  const isPadding = length < 8 && code === (1 << length) - 1;
  if (!isPadding) throw new Error("A Huffman-coded string ends in the middle of a symbol");
  return Uint8Array.from(decoded);
}
