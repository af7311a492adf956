import type { Instruction } from "./dockerfile.ts";
import { exposedPorts } from "./exposed_ports.ts";
import type { Ledger } from "./ledger.ts";
import { serviceIn } from "./service_command.ts";
import { type StartForm, startInstructions } from "./start_command.ts";
import type { ImageUser } from "./unprivileged.ts";

/** What the caller decides about how the image presents itself. */
export interface EndOptions {
  /** By name; see imageLabels(). */
  labels?: Readonly<Record<string, string>>;
  /** Ports that the program is known to serve on. */
  ports?: readonly number[];
  /** The user to run as; the base image's own when left out. */
  user?: ImageUser;
  /** CMD when left out. */
  start?: StartForm;
}

/**
 * The last instructions: what is told of the image and how it is started. They come behind all
 * work, as changing them costs no layer.
 *
 * @param comments what the user noted at the end
 */
export function endInstructions(
  ledger: Ledger,
  test: string,
  { labels = {}, ports = [], user, start = "command" }: EndOptions,
  comments?: readonly string[],
): Instruction[] {
  const service = serviceIn(test);
  const exposed = exposedPorts(test, service, ports);
  const end: Instruction[] = [];
  if (Object.keys(labels).length > 0) end.push({ kind: "label", labels });
  if (exposed.length > 0) end.push({ kind: "expose", ports: exposed });
  if (user?.home) end.push({ kind: "env", name: "HOME", value: user.home });
  if (user) end.push({ kind: "user", id: user.id });
  end.push(...startInstructions(service?.command ?? test, start, ledger.baseHasEntrypoint));
  return end.length === 0 ? [] : [{ ...end[0], comments }, ...end.slice(1)];
}
