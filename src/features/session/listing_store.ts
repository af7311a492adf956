import { type FileListing, formatEntry, type ListedFile, parseEntry } from "./file_listing.ts";

/**
 * Keeps a listing of files in a file of this machine: entries as the driver sends them, each ended
 * by a zero byte; a later entry takes the place of an earlier one, and `-PATH` takes it away. So
 * what a command has changed is appended, and a dk that is killed leaves a file that can be read.
 */
export class ListingStore {
  #written: Promise<void> = Promise.resolve();

  /** @param path absolute; its folder exists */
  constructor(private readonly path: string) {}

  /** Begins anew. */
  replace(listing: FileListing): void {
    this.#write(async () => {
      const fresh = `${this.path}.new`;
      const options = { mode: 0o600 };
      await Deno.writeTextFile(fresh, formatEntries([...listing.keys()], listing), options);
      await Deno.rename(fresh, this.path);
    });
  }

  /** Takes in what has become of some paths. */
  update(paths: readonly string[], listing: FileListing): void {
    if (paths.length === 0) return;
    const text = formatEntries(paths, listing);
    this.#write(() => Deno.writeTextFile(this.path, text, { append: true, mode: 0o600 }));
  }

  /** Waits until everything is written. @throws what went wrong with the file */
  async flush(): Promise<void> {
    await this.#written;
  }

  /** One after the other; an error waits for flush(). */
  #write(work: () => Promise<void>): void {
    this.#written = this.#written.then(work);
    this.#written.catch(() => {}); // Thrown by flush().
  }
}

/** The listing in a file; undefined when there is none. An entry cut short is left out. */
export async function readListing(path: string): Promise<FileListing | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const listing = new Map<string, ListedFile>();
  for (const part of text.split("\0").slice(0, -1)) {
    const entry = parseEntry(part);
    if (entry) listing.set(...entry);
    else if (part.startsWith("-/")) listing.delete(part.slice(1));
  }
  return listing;
}

function formatEntries(paths: readonly string[], listing: FileListing): string {
  return paths.map((path) => {
    const file = listing.get(path);
    return `${file ? formatEntry([path, file]) : `-${path}`}\0`;
  }).join("");
}
