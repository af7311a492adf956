/**
 * Applies a program's relative relocations ahead of time (System V ABI, AMD64 supplement, 4.4).
 *
 * A position-independent executable leaves them to the dynamic linker: for Deno 159,000 words in 620
 * pages, which every start copies and writes, in more than two milliseconds. Linked to a fixed
 * address, as Go's programs are, it maps these pages from its file. The libraries, the heap and the
 * stack stay at addresses of chance.
 */

/** Where programs of a fixed address begin by custom. */
const base = 0x400000n;

const programHeader = { size: 56, load: 1, dynamic: 2 };
const sectionHeader = { size: 64, ofSymbols: 11 };
const symbol = { size: 24, ofThread: 6 };
const relocation = { size: 24, relative: 8n, ofSymbols: [1n, 6n, 7n] };

/** Tags of the dynamic section (gABI, "Dynamic Section"; those above 0x6fffff00 are GNU's). */
const tags = {
  end: 0,
  relocations: 7,
  relocationsSize: 8,
  relativeCount: 0x6ffffff9,
  jumpRelocations: 23,
  jumpRelocationsSize: 2,
  symbols: 6,
  flags: 0x6ffffffb,
};
/** PLTGOT, STRTAB, SYMTAB, INIT, FINI, JMPREL, INIT_ARRAY, FINI_ARRAY, GNU_HASH, VERSYM, VERNEED. */
const addressTags = [3, 5, 6, 12, 13, 23, 25, 26, 0x6ffffef5, 0x6ffffff0, 0x6ffffffe];
/** NEEDED, RELAENT, STRSZ, SYMENT, PLTREL, DEBUG, INIT_ARRAYSZ, FINI_ARRAYSZ, FLAGS, VERNEEDNUM. */
const otherTags = [1, 9, 10, 11, 20, 21, 27, 28, 30, 0x6fffffff];
const knownTags = [...addressTags, ...otherTags, ...Object.values(tags)];

const flagPositionIndependent = 0x08000000n;

/**
 * @param program an ELF file; changed in place when it is a position-independent executable for
 *   x86-64, and left alone otherwise
 * @throws when such a program holds what this does not know how to move
 */
export function prelink(program: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  if (view.byteLength > 64 && isPositionIndependent(view)) new Prelinker(view).link();
}

function isPositionIndependent(view: DataView): boolean {
  const magic = 0x7f454c46, little64 = 0x0201, shared = 3, amd64 = 62;
  return view.getUint32(0) === magic && view.getUint16(4) === little64 &&
    view.getUint16(16, true) === shared && view.getUint16(18, true) === amd64;
}

class Prelinker {
  readonly #view: DataView;
  readonly #segments: { address: bigint; offset: bigint; size: bigint }[] = [];
  /** Where in the file the value of a tag lies. */
  readonly #dynamic = new Map<number, number>();

  constructor(view: DataView) {
    this.#view = view;
  }

  link(): void {
    const sections = this.#headers(40, 60, sectionHeader.size);
    const segments = this.#headers(32, 56, programHeader.size);
    this.#readSegments(segments);
    this.#moveRelocations();
    this.#moveSymbols(sections);
    for (const tag of addressTags) this.#change(tag, base);
    this.#change(tags.flags, -(this.#value(tags.flags) & flagPositionIndependent));
    for (const header of segments) {
      this.#move(header + 16);
      this.#move(header + 24);
    }
    this.#moveFile();
  }

  #get(offset: number): bigint {
    return this.#view.getBigUint64(offset, true);
  }

  #set(offset: number, value: bigint): void {
    this.#view.setBigUint64(offset, value, true);
  }

  #move(offset: number): void {
    this.#set(offset, this.#get(offset) + base);
  }

  /** Offsets of a table's entries, whose place and count are fields of the file's header. */
  #headers(place: number, count: number, size: number): number[] {
    return entries(Number(this.#get(place)), this.#view.getUint16(count, true) * size, size);
  }

  #readSegments(headers: number[]): void {
    for (const header of headers) {
      const [offset, address] = [this.#get(header + 8), this.#get(header + 16)];
      const type = this.#view.getUint32(header, true);
      if (type === programHeader.load) {
        this.#segments.push({ address, offset, size: this.#get(header + 32) });
      } else if (type === programHeader.dynamic) this.#readDynamic(Number(offset));
    }
  }

  #readDynamic(entry: number): void {
    for (; this.#get(entry) !== BigInt(tags.end); entry += 16) {
      const tag = Number(this.#get(entry));
      if (!knownTags.includes(tag)) throw new Error(`unknown tag of the dynamic section: ${tag}`);
      this.#dynamic.set(tag, entry + 8);
    }
  }

  #value(tag: number): bigint {
    const offset = this.#dynamic.get(tag);
    if (offset === undefined) throw new Error(`the dynamic section has no tag ${tag}`);
    return this.#get(offset);
  }

  #change(tag: number, by: bigint): void {
    const offset = this.#dynamic.get(tag);
    if (offset !== undefined) this.#set(offset, this.#get(offset) + by);
  }

  /** Where in the file lies what will be at this address. */
  #offset(address: bigint): number {
    for (const segment of this.#segments) {
      const within = address - segment.address;
      if (within >= 0n && within < segment.size) return Number(segment.offset + within);
    }
    throw new Error(`the file holds nothing for the address ${address}`);
  }

  /** The relative ones, which come first, are carried out and skipped; the others only move. */
  #moveRelocations(): void {
    const relative = this.#value(tags.relativeCount);
    const skipped = relative * BigInt(relocation.size);
    const all = [
      ...this.#entries(tags.relocations, tags.relocationsSize),
      ...this.#entries(tags.jumpRelocations, tags.jumpRelocationsSize),
    ];
    for (const [index, entry] of all.entries()) {
      const type = this.#get(entry + 8) & 0xffffffffn;
      if (index < relative && type === relocation.relative) {
        this.#set(this.#offset(this.#get(entry)), this.#get(entry + 16) + base);
      } else if (relocation.ofSymbols.includes(type)) this.#move(entry);
      else throw new Error(`unknown relocation: ${type}`);
    }
    this.#change(tags.relocations, skipped + base);
    this.#change(tags.relocationsSize, -skipped);
    this.#change(tags.relativeCount, -relative);
  }

  /** Offsets of the relocations of the table that two tags tell of. */
  #entries(place: number, size: number): number[] {
    return entries(this.#offset(this.#value(place)), Number(this.#value(size)), relocation.size);
  }

  /** Those that the program itself defines; what is a thread's has no address of its own. */
  #moveSymbols(sections: number[]): void {
    const table = sections.find((header) =>
      this.#view.getUint32(header + 4, true) === sectionHeader.ofSymbols
    );
    if (table === undefined) throw new Error("no section of dynamic symbols");
    const [offset, size] = [this.#get(table + 24), this.#get(table + 32)].map(Number);
    for (const entry of entries(offset!, size!, symbol.size)) {
      const section = this.#view.getUint16(entry + 6, true);
      const type = this.#view.getUint8(entry + 4) & 15;
      const reserved = 0xff00; // Absolute symbols, and others without a place in a section.
      if (section > 0 && section < reserved && type !== symbol.ofThread) this.#move(entry + 8);
    }
  }

  /** The file's header: a fixed address, the entry's, and no sections, which only tools look at. */
  #moveFile(): void {
    const executable = 2;
    this.#view.setUint16(16, executable, true);
    this.#move(24);
    this.#set(40, 0n);
    for (const field of [58, 60, 62]) this.#view.setUint16(field, 0, true);
  }
}

function entries(offset: number, size: number, each: number): number[] {
  return Array.from({ length: size / each }, (_, index) => offset + index * each);
}
