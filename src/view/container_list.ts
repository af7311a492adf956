import type { ContainerSummary } from "../engine/containers/list.ts";
import { familiarName, parseReference } from "../image/reference.ts";
import { goTime, humanAge, isoTime } from "./age.ts";
import { ellipsis, shortId } from "./identifiers.ts";
import type { Headers, ListItem } from "./list.ts";
import { formatPorts } from "./ports.ts";
import { humanSize } from "./size.ts";

/** Titles of the columns of `dk ps`; the keys are docker's template fields. */
export const containerHeaders: Headers = {
  ID: "CONTAINER ID",
  Image: "IMAGE",
  Command: "COMMAND",
  CreatedAt: "CREATED AT",
  RunningFor: "CREATED",
  Status: "STATUS",
  State: "STATE",
  Ports: "PORTS",
  Names: "NAMES",
  Size: "SIZE",
  Labels: "LABELS",
  Mounts: "MOUNTS",
  LocalVolumes: "LOCAL VOLUMES",
  Networks: "NETWORKS",
};

const commandLength = 20;
const mountLength = 15;

/** How a container is shown. */
export interface ContainerView {
  /** Milliseconds since the epoch. */
  now: number;
  /** Whole ids, commands and names. */
  whole: boolean;
}

/** A container as an item of a list. */
export function containerItem(container: ContainerSummary, view: ContainerView): ListItem {
  const id = view.whole ? container.Id : shortId(container.Id);
  return {
    fields: containerFields(container, id, view),
    get json() {
      return containerJson(container);
    },
    quiet: id,
  };
}

function containerFields(container: ContainerSummary, id: string, view: ContainerView) {
  const command = view.whole ? container.Command : ellipsis(container.Command, commandLength);
  const mounts = (container.Mounts ?? []).map(({ Name, Source }) => Name || Source);
  return {
    ID: id,
    Image: view.whole ? container.Image || "<no image>" : shortImage(container),
    Command: JSON.stringify(command),
    get CreatedAt() {
      return goTime(container.Created * 1000);
    },
    RunningFor: humanAge(container.Created * 1000, view.now),
    Status: container.Status,
    State: container.State,
    Ports: formatPorts(container.Ports ?? []),
    Names: containerNames(container, view.whole).join(","),
    Size: containerSize(container),
    Labels: Object.entries(container.Labels ?? {}).map(([key, value]) => `${key}=${value}`).join(
      ",",
    ),
    Label: (key: string) => container.Labels?.[key] ?? "",
    Mounts: mounts.map((mount) => view.whole ? mount : ellipsis(mount, mountLength)).join(","),
    LocalVolumes: `${(container.Mounts ?? []).filter(({ Type }) => Type === "volume").length}`,
    Networks: networkNames(container).join(","),
  };
}

/** `--format json`; sizes only where they were asked for. */
function containerJson(container: ContainerSummary) {
  return {
    id: container.Id,
    names: container.Names.map((name) => name.replace(/^\//, "")),
    image: container.Image,
    imageId: container.ImageID,
    command: container.Command,
    created: isoTime(container.Created * 1000),
    state: container.State,
    status: container.Status,
    ports: (container.Ports ?? []).map(({ IP, PrivatePort, PublicPort, Type }) => ({
      ip: IP ?? null,
      privatePort: PrivatePort,
      publicPort: PublicPort ?? null,
      protocol: Type,
    })),
    labels: container.Labels ?? {},
    mounts: (container.Mounts ?? []).map(({ Type, Name, Source, Destination }) => ({
      type: Type,
      name: Name || null,
      source: Source,
      destination: Destination,
    })),
    networks: networkNames(container),
    ...(container.SizeRootFs !== undefined && {
      size: container.SizeRw ?? 0,
      sizeWithImage: container.SizeRootFs,
    }),
  };
}

/**
 * The image by its short id where it has no name any more, otherwise as people write it, without
 * its digest. Podman tells names with their registry.
 */
function shortImage({ Image, ImageID }: ContainerSummary): string {
  if (!Image) return "<no image>";
  if (shortId(Image) === shortId(ImageID)) return shortId(ImageID);
  if (!/^docker\.io\/|@/.test(Image)) return Image;
  const ref = parseReference(Image);
  return ref.tag === undefined ? familiarName(ref) : `${familiarName(ref)}:${ref.tag}`;
}

/** Names without the leading slash; those that links of others gave it only in the whole view. */
function containerNames({ Names }: ContainerSummary, whole: boolean): string[] {
  const names = Names.map((name) => name.replace(/^\//, ""));
  return whole ? names : names.filter((name) => !name.includes("/"));
}

function networkNames({ NetworkSettings }: ContainerSummary): string[] {
  return Object.keys(NetworkSettings?.Networks ?? {}).sort();
}

function containerSize({ SizeRw = 0, SizeRootFs = 0 }: ContainerSummary): string {
  const own = humanSize(SizeRw);
  return SizeRootFs > 0 ? `${own} (virtual ${humanSize(SizeRootFs)})` : own;
}
