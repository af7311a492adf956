/** A directory to build from, which moves so that no client finds what it kept of it. */
export class BuildContext implements AsyncDisposable {
  #place = 0;

  private constructor(readonly folder: string, readonly bytes: number) {}

  /** As many small files as asked for, in folders of a hundred: 100 to 2,000 bytes each. */
  static async ofSmallFiles(count: number): Promise<BuildContext> {
    const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "dk-bench-" });
    let bytes = 0;
    for (let number = 0; number < count; number++) {
      const directory = `${folder}/0/d${number % 13}/s${Math.floor(number / 1300)}`;
      if (number % 1300 < 13) Deno.mkdirSync(directory, { recursive: true });
      const text = `# file ${number}, ${"x".repeat(73)}\n`.repeat(1 + number % 20);
      Deno.writeTextFileSync(`${directory}/f${number}.py`, text);
      bytes += text.length;
    }
    await Deno.writeTextFile(`${folder}/0/Dockerfile`, "FROM scratch\nCOPY . /\n");
    return new BuildContext(folder, bytes);
  }

  /** One file of so many bytes, none of them a hole. */
  static async ofLargeFile(bytes: number): Promise<BuildContext> {
    const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "dk-bench-" });
    await Deno.mkdir(`${folder}/0`);
    using file = await Deno.create(`${folder}/0/large`);
    const piece = new Uint8Array(65536);
    for (let at = 0; at < bytes; at += piece.length) {
      crypto.getRandomValues(piece);
      await file.write(piece);
    }
    await Deno.writeTextFile(`${folder}/0/Dockerfile`, "FROM scratch\nCOPY . /\n");
    return new BuildContext(folder, bytes);
  }

  get path(): string {
    return `${this.folder}/${this.#place}`;
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
    await Deno.remove(this.folder, { recursive: true });
  }
}
