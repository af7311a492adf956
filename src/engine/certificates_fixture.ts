/** A folder of certificates for tests, made by openssl as docker's documentation tells users to. */
export class Certificates implements AsyncDisposable {
  private constructor(readonly directory: string) {}

  static async create(): Promise<Certificates> {
    return new Certificates(await Deno.makeTempDir({ prefix: "dkt-host-tls-" }));
  }

  /** A folder with `ca.pem`, `cert.pem` and `key.pem`: what DOCKER_CERT_PATH names. */
  async issue(name: string, authority: string, usage: string): Promise<string> {
    const at = (file: string) => `${this.directory}/${name}/${file}`;
    const ca = await this.#authority(authority);
    await Deno.mkdir(`${this.directory}/${name}`);
    await Deno.copyFile(`${ca}/cert.pem`, at("ca.pem"));
    await openssl(
      "req",
      ...newKey,
      "-keyout",
      at("key.pem"),
      "-out",
      at("request"),
      ...subject(name),
    );
    await Deno.writeTextFile(at("extensions"), usage);
    const signer = ["-CA", `${ca}/cert.pem`, "-CAkey", `${ca}/key.pem`, "-CAcreateserial"];
    const files = ["-in", at("request"), "-extfile", at("extensions"), "-out", at("cert.pem")];
    await openssl("x509", "-req", "-days", "2", ...signer, ...files);
    return `${this.directory}/${name}`;
  }

  async #authority(name: string): Promise<string> {
    const directory = `${this.directory}/${name}`;
    await Deno.mkdir(directory, { recursive: true });
    const key = `${directory}/key.pem`;
    const files = ["-keyout", key, "-out", `${directory}/cert.pem`];
    const isNew = (await Array.fromAsync(Deno.readDir(directory))).length === 0;
    if (isNew) await openssl("req", "-x509", "-days", "2", ...newKey, ...files, ...subject(name));
    return directory;
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.directory, { recursive: true });
  }
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

function subject(name: string): string[] {
  return ["-subj", `/CN=${name}`];
}

async function openssl(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
