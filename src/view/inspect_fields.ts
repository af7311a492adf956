import type { InspectedNoun } from "../engine/raw_inspect.ts";
import { type EmptyFields, NoValue } from "./template.ts";

/** What stands for a field in which nothing is: text, a list, a map, or a value that is not there. */
type Emptiness = "text" | "list" | "map" | "value";

/**
 * Fields that engines leave out, or send as null, where nothing is in them; which ones depends on
 * their version (an image's `Config.Entrypoint` is left out from API 1.52 on). A script that asks
 * for one gets the empty value that docker's own client prints.
 */
const fields: Partial<Record<InspectedNoun, Record<string, Emptiness>>> = {
  images: {
    Comment: "text",
    Created: "text",
    Author: "text",
    Variant: "text",
    OsVersion: "text",
    Parent: "text",
    DockerVersion: "text",
    "Config.User": "text",
    "Config.WorkingDir": "text",
    "Config.StopSignal": "text",
    "Config.Env": "list",
    "Config.Cmd": "list",
    "Config.Entrypoint": "list",
    "Config.OnBuild": "list",
    "Config.Shell": "list",
    "Config.Labels": "map",
    "Config.Volumes": "map",
    "Config.ExposedPorts": "map",
    "Config.Healthcheck": "value",
  },
  containers: {
    "State.Health": "value",
    "Config.StopSignal": "text",
    "Config.Env": "list",
    "Config.Cmd": "list",
    "Config.Entrypoint": "list",
    "Config.OnBuild": "list",
    "Config.Shell": "list",
    "Config.Labels": "map",
    "Config.Volumes": "map",
    "Config.ExposedPorts": "map",
    "Config.Healthcheck": "value",
    "Config.StopTimeout": "value",
  },
};

const empty: Record<Emptiness, unknown> = {
  text: "",
  list: new NoValue("[]"),
  map: new NoValue("map[]"),
  value: new NoValue("<nil>"),
};

/** What `render()` prints for a field of such an object in which nothing is. */
export function emptyFields(noun: InspectedNoun): EmptyFields {
  return (path) => {
    const emptiness = fields[noun]?.[path.join(".")];
    return emptiness && empty[emptiness];
  };
}
