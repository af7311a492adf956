import { putArchive } from "../../engine/containers/archive.ts";
import type { ContainerSpec } from "../../engine/containers/spec.ts";
import type { Transport } from "../../engine/transport.ts";
import { tarStream } from "../../lib/tar/write.ts";
import { type Loan, loanDirectory } from "./loan.ts";

/**
 * A container that finds what is lent: a volume of its own over {@link loanDirectory}, and the
 * variables, those that the container sets itself excepted. A volume and not a bind mount, as the
 * engine may see other files than dk; it goes with the container (`--rm`, `dk rm -v`) and no
 * commit takes it in. Its files come by {@link putLoan}.
 */
export function withLoan(spec: ContainerSpec, { variables }: Loan): ContainerSpec {
  const own = spec.Env ?? [];
  const named = new Set(own.map((entry) => entry.split("=", 1)[0]));
  const lent = Object.entries(variables).filter(([name]) => !named.has(name));
  const mounts = spec.HostConfig?.Mounts ?? [];
  return {
    ...spec,
    Env: [...lent.map(([name, value]) => `${name}=${value}`), ...own],
    HostConfig: {
      ...spec.HostConfig,
      Mounts: [...mounts, {
        Type: "volume",
        Target: loanDirectory,
        VolumeOptions: { NoCopy: true },
      }],
    },
  };
}

/**
 * Puts the lent files into a container made with {@link withLoan}, before it is started.
 *
 * @throws EngineError
 */
export async function putLoan(
  engine: Transport,
  id: string,
  { files }: Loan,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const archive = tarStream(files.map(({ name, content }) => ({
    header: { name, type: "file", mode: 0o444, size: content.length, mtime: 0 },
    content,
  })));
  await putArchive(engine, id, loanDirectory, archive, options);
}
