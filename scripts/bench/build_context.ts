import { BenchFolder } from "./bench_folder.ts";

/** Bytes of files as they are in Debian's Python packages: 15 KB on average, most far smaller. */
const usualSizes = [200, 600, 1500, 3000, 5000, 9000, 15_000, 30_000, 70_000];

/** A directory to build from, which moves so that no client finds what it kept of it. */
export class BuildContext implements AsyncDisposable {
  #place = 0;

  private constructor(readonly folder: BenchFolder, readonly bytes: number) {}

  /** As many small files as asked for, in folders of a hundred: 100 to 2,000 bytes each. */
  static async ofSmallFiles(count: number): Promise<BuildContext> {
    return await BuildContext.#ofFiles(count, (number) => 100 * (1 + number % 20));
  }

  /** As many files as asked for, of the sizes that files usually have. */
  static async ofUsualFiles(count: number): Promise<BuildContext> {
    return await BuildContext.#ofFiles(count, (number) => usualSizes[number % usualSizes.length]);
  }

  static async #ofFiles(count: number, size: (number: number) => number): Promise<BuildContext> {
    const folder = await BenchFolder.make("/var/tmp");
    let bytes = 0;
    for (let number = 0; number < count; number++) {
      const directory = `${folder.path}/0/d${number % 13}/s${Math.floor(number / 1300)}`;
      if (number % 1300 < 13) Deno.mkdirSync(directory, { recursive: true });
      const line = `# file ${number}, ${"x".repeat(73)}\n`;
      const text = line.repeat(Math.ceil(size(number) / 100));
      Deno.writeTextFileSync(`${directory}/f${number}.py`, text);
      bytes += text.length;
    }
    await Deno.writeTextFile(`${folder.path}/0/Dockerfile`, "FROM scratch\nCOPY . /\n");
    return new BuildContext(folder, bytes);
  }

  /** One file of so many bytes, none of them a hole. */
  static async ofLargeFile(bytes: number): Promise<BuildContext> {
    const folder = await BenchFolder.make("/var/tmp");
    await Deno.mkdir(`${folder.path}/0`);
    using file = await Deno.create(`${folder.path}/0/large`);
    const piece = new Uint8Array(65536);
    for (let at = 0; at < bytes; at += piece.length) {
      crypto.getRandomValues(piece);
      await file.write(piece);
    }
    await Deno.writeTextFile(`${folder.path}/0/Dockerfile`, "FROM scratch\nCOPY . /\n");
    return new BuildContext(folder, bytes);
  }

  get path(): string {
    return `${this.folder.path}/${this.#place}`;
  }

  /** Moves it to a path that nothing was built from yet. */
  async move(): Promise<void> {
    const former = this.path;
    this.#place++;
    await Deno.rename(former, this.path);
  }

  /** Changes one small file, so that what was built before does not serve. */
  async change(): Promise<void> {
    await Deno.writeTextFile(`${this.path}/marker`, `${crypto.randomUUID()}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.folder[Symbol.asyncDispose]();
  }
}
